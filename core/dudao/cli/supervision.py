"""Commands of supervision: who inspects whom, what is lacking, proposals, counting."""

from __future__ import annotations

from pathlib import Path

import click

from ..casework import (
    Organisation,
    accept_proposal,
    load_organisation,
    load_roster,
    organisation_document,
    proposal_document,
    recount,
)
from ..supervision import Proposal, coverage
from ..workflow import Actor, Role
from .terminal import (
    SHOW,
    ShowsByDefault,
    Terminal,
    book_option,
    by_option,
    format_option,
    out,
    pass_terminal,
    print_json,
    print_table,
    read_file,
)


@click.group(cls=ShowsByDefault)
def supervision() -> None:
    """教育督导;“dudao supervision 行政区代码”即列出督导组、挂牌情况和缺口。"""


@supervision.command(SHOW)
@click.argument("tenant")
@book_option
@format_option
@pass_terminal
def show(terminal: Terminal, tenant: str, book: str | None, form: str) -> None:
    """列出各督导组的学校和督学,以及名册的缺口。"""
    found = load_organisation(terminal.office, tenant, book)
    if form == "json":
        print_json(organisation_document(found))
        return
    today = found.tenant.today
    groups = coverage(found.rules, found.roster, today).groups
    rows = [
        (each.name, str(len(each.schools)), str(each.needed), str(len(each.inspectors)))
        for each in groups
    ]
    head = ("督导组", "学校、幼儿园", "需要督学", "在聘督学")
    print_table(f"{_title(found)} {today}", head, rows)
    lacks = found.lacks(today)
    cells = [(each.where, each.what, each.advice) for each in lacks]
    print_table("缺口", ("对象", "情况", "办法"), cells)
    out.print(f"缺口 {len(lacks)} 处")


def _title(found: Organisation) -> str:
    return f"{found.tenant.name}{'(示例数据)' if found.tenant.synthetic else ''} 教育督导"


@supervision.command()
@click.argument("tenant")
@click.option("--accept", is_flag=True, help="采用建议,按建议挂牌。")
@click.option("--by", default="", help="办理人姓名,采用时必填。")
@book_option
@format_option
@pass_terminal
def propose(
    terminal: Terminal, tenant: str, accept: bool, by: str, book: str | None, form: str
) -> None:
    """建议由哪位督学负责哪所学校:合规的保留,缺的补上。"""
    found = load_organisation(terminal.office, tenant, book)
    proposal = found.proposal(found.tenant.today)
    if form == "json":
        print_json(proposal_document(proposal))
    else:
        _print(found, proposal)
    if accept:
        actor = Actor(by, Role.EDITOR, tenant)
        changed = accept_proposal(terminal.office, actor, tenant, proposal.day, book)
        out.print(f"已采用,变动 {changed} 项")


def _print(found: Organisation, proposal: Proposal) -> None:
    roster = found.roster
    rows = [
        (label, roster.supervised[each.school].name, roster.people[each.inspector].name)
        for label, those in (("新挂牌", proposal.new), ("停止", proposal.ended))
        for each in those
    ]
    rows += [("无人可派", each.school.name, each.reason) for each in proposal.uncovered]
    print_table(f"{_title(found)} 挂牌建议 {proposal.day}", ("变动", "学校", "督学"), rows)
    out.print(f"保留 {len(proposal.kept)} 项,新挂牌 {len(proposal.new)} 项")


@supervision.command()
@click.argument("tenant")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@by_option
@book_option
@pass_terminal
def load(terminal: Terminal, tenant: str, file: Path, by: str, book: str | None) -> None:
    """读入名册文件(TOML):督导对象、人员、挂牌、专家、联络员、会议;有一处不对即都不读入。"""
    content = read_file(file)
    actor = Actor(by, Role.EDITOR, tenant)
    changed = load_roster(terminal.office, actor, tenant, file.name, content, book)
    out.print(f"已读入,新增或变动 {changed} 条")


@supervision.command(name="recount")
@click.argument("tenant")
@click.argument("period")
@book_option
@pass_terminal
def recount_(terminal: Terminal, tenant: str, period: str, book: str | None) -> None:
    """按督导记录重新统计一年的数据;其他来源填报的不覆盖。"""
    found = recount(terminal.office, tenant, period, book)
    out.print(f"变动 {found.changed} 项")
    for code in found.differing:
        label = terminal.plugins.vocabulary[code].label
        out.print(f"{label}({code})另有来源填报,与记录不一致,请核对")
