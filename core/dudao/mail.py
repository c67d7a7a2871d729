"""Sending e-mail by the office's own SMTP server, where one is set."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from enum import StrEnum
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from .errors import DudaoError, Problem, refuse
from .facts.scalars import shown

EXAMPLE = "smtp://用户名:密码@邮件服务器:587?from=发件地址"
# A clerk waits for a page; a server that needs longer is as good as gone.
_SECONDS = 20
_LONGEST_SUBJECT = 200
_LONGEST_ADDRESS = 254
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_HERE = ("localhost", "127.0.0.1", "::1")
_YES_NO = {"yes": True, "no": False}
_GONE = smtplib.SMTPServerDisconnected


class Security(StrEnum):
    """How the connection is protected: not at all, from STARTTLS on, from the first byte."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where mail is handed in, and as whom; the password is never printed."""

    host: str
    port: int
    sender: str
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """The server as messages name it."""
        return f"邮件服务器 {self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Mail:
    """One message in plain text; everyone in `to` sees the others."""

    to: tuple[str, ...]
    subject: str
    text: str


def mail_settings(url: str, where: str = "DUDAO_SMTP") -> MailSettings:
    """Return the settings that a URL such as smtp://user:password@host:587?from=a@b.cn holds.

    `starttls=no` sends unprotected, which a password is never sent over except to this machine.
    Raises DudaoError, which never repeats any part of the URL: a password may stand anywhere in
    one that is not well formed.
    """
    parts = _split(url, where)
    options = _options(parts, where)
    security = _security(parts.scheme, options.get("starttls"), where)
    host, user, password = parts.hostname or "", *_login(parts, where)
    if password and security is Security.NONE and host not in _HERE:
        raise refuse(where, "密码将以明文发送", "请去掉 starttls=no,或改用 smtps://")
    sender = options.get("from", "")
    if not is_address(sender):
        raise refuse(where, "from 不是邮件地址", "应为发件地址,如 from=dudao@example.cn")
    return MailSettings(host, parts.port or _PORTS[security], sender, security, user, password)


def _split(url: str, where: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.scheme not in ("smtp", "smtps") or not url.isascii():
        raise _bad_url(where)
    if parts.path not in ("", "/") or parts.fragment or any(mark.isspace() for mark in url):
        raise _bad_url(where)
    return parts


def _bad_url(where: str) -> DudaoError:
    expected = f"应为 {EXAMPLE};用户名和密码中的 @ : / # ? % 等请用百分号编码"
    return refuse(where, "不是邮件服务器地址", expected)


def _options(parts: SplitResult, where: str) -> dict[str, str]:
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    options = dict(pairs)
    if len(options) < len(pairs) or not options.keys() <= {"from", "starttls"}:
        raise refuse(where, "问号后有不认识或重复的项", "可用:from、starttls")
    return options


def _security(scheme: str, starttls: str | None, where: str) -> Security:
    if starttls is not None and starttls not in _YES_NO:
        raise refuse(where, "starttls 不是可选值", "应为 yes 或 no")
    if scheme == "smtps":
        if starttls == "yes":
            raise refuse(where, "smtps:// 已加密,不能再用 starttls", "请去掉 starttls")
        return Security.TLS
    return Security.STARTTLS if _YES_NO[starttls or "yes"] else Security.NONE


def _login(parts: SplitResult, where: str) -> tuple[str, str]:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise refuse(where, "用户名和密码只有其一", "请都填写,或都不填")
    # SMTP's ways of signing in are ASCII as Python speaks them.
    if not (user + password).isascii() or not (user + password + "x").isprintable():
        raise refuse(where, "用户名或密码含有不能使用的字符", "只能用 ASCII 字母、数字和符号")
    return user, password


def send(settings: MailSettings, mail: Mail) -> None:
    """Hand a message to the server. Raises DudaoError unless all recipients were accepted."""
    message = _message(settings, mail)
    with _told(settings, mail), _session(settings) as server:
        refused = server.send_message(message, settings.sender, mail.to)
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)


def _message(settings: MailSettings, mail: Mail) -> EmailMessage:
    problems = list(_problems(mail))
    if problems:
        raise DudaoError(problems)
    message = EmailMessage()
    message["From"] = settings.sender
    message["To"] = ", ".join(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2])
    # So that no out-of-office reply comes back to an address that nobody reads.
    message["Auto-Submitted"] = "auto-generated"
    # Any server takes base64; eight bits only those that say so.
    message.set_content(mail.text.encode(errors="replace").decode(), cte="base64")
    return message


def _problems(mail: Mail) -> Iterator[Problem]:
    if not mail.to:
        yield Problem("邮件", "没有收件人", "请至少填一个收件地址")
    for address in mail.to:
        if not is_address(address):
            what = f"“{shown(address)}”不是邮件地址"
            yield Problem("收件人", what, "应如 name@example.cn,不含空格、换行和逗号")
    subject = mail.subject.replace("\u3000", " ")
    if not subject.strip() or not subject.isprintable():
        what = "主题含有换行或不可见字符" if subject.strip() else "主题是空的"
        yield Problem("邮件", what, "主题应为一行文字")
    elif len(subject) > _LONGEST_SUBJECT:
        yield Problem("邮件", f"主题有 {len(subject)} 个字符", f"不应超过 {_LONGEST_SUBJECT} 个")


def is_address(text: str) -> bool:
    """Return whether a text is one e-mail address and nothing else."""
    return len(text) <= _LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text))


@contextmanager
def _session(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    server = _connected(settings)
    try:
        if settings.security is Security.STARTTLS:
            server.starttls(context=ssl.create_default_context())
        if settings.user:
            server.login(settings.user, settings.password)
        yield server
    finally:
        # What was accepted stays accepted, whatever becomes of the farewell.
        with suppress(OSError):
            server.quit()
        server.close()


def _connected(settings: MailSettings) -> smtplib.SMTP:
    if settings.security is Security.TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=_SECONDS, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=_SECONDS)


@contextmanager
def _told(settings: MailSettings, mail: Mail) -> Iterator[None]:
    """Turn what the network and the server say into what to do about it."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise DudaoError(_refused(settings, mail, error)) from None
    except smtplib.SMTPAuthenticationError as error:
        what = f"不接受用户名或密码({error.smtp_code})"
        raise refuse(settings.place, what, "请核对 DUDAO_SMTP 中的用户名和密码(或授权码)") from None
    except smtplib.SMTPSenderRefused as error:
        what = f"不接受发件地址 {settings.sender}({_reply(error.smtp_code, error.smtp_error)})"
        raise refuse(settings.place, what, "from 通常须与登录的用户一致") from None
    except smtplib.SMTPResponseException as error:
        what = f"拒收邮件({_reply(error.smtp_code, error.smtp_error)}),{_unsent(mail)}"
        raise refuse(settings.place, what, "请稍后重试,或联系邮件管理员") from None
    except ssl.SSLCertVerificationError as error:
        what = f"证书无法验证({error.verify_message})"
        raise refuse(settings.place, what, "请核对主机名;自签证书请加入系统的信任列表") from None
    except ssl.SSLError:
        what, expected = "不能建立加密连接", "smtps:// 通常用 465 端口,smtp:// 用 587 端口"
        raise refuse(settings.place, what, expected) from None
    except OSError as error:
        if isinstance(error, smtplib.SMTPException) and not isinstance(error, _GONE):
            raise refuse(settings.place, *_not_supported(settings)) from None
        what = f"连接不上或已中断({_cause(error)}),{_unsent(mail)}"
        raise refuse(settings.place, what, "请核对主机、端口和网络后重试") from None


def _refused(
    settings: MailSettings, mail: Mail, error: smtplib.SMTPRecipientsRefused
) -> Iterator[Problem]:
    """Yield a problem for each address refused; if there were others, they have the mail."""
    sent = len(error.recipients) < len(mail.to)
    for address, (code, reply) in error.recipients.items():
        what = f"不接受收件人 {address}({_reply(code, reply)})"
        expected = "请核对地址;其他收件人已寄出" if sent else "请核对地址;邮件没有寄出"
        yield Problem(settings.place, what, expected)


def _not_supported(settings: MailSettings) -> tuple[str, str]:
    if settings.security is Security.STARTTLS:
        return "不支持 STARTTLS 加密或登录方式,邮件没有寄出", "请改用 smtps://,或联系邮件管理员"
    return "不支持登录,邮件没有寄出", "请去掉用户名和密码,或联系邮件管理员"


def _unsent(mail: Mail) -> str:
    return f"给 {'、'.join(mail.to)} 的邮件没有寄出"


def _reply(code: int, reply: bytes | str) -> str:
    text = reply if isinstance(reply, str) else reply.decode(errors="replace")
    return f"{code} {shown(text)}".strip()


def _cause(error: OSError) -> str:
    # The library tells a silence while speaking as a connection lost.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"{_SECONDS} 秒内没有回应"
    if isinstance(error, _GONE):
        return "服务器关闭了连接"
    return shown(error.strerror or str(error))
