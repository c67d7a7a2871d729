"""Mail arrives whole at a real server, and every failure says where it stands and what to do."""

from __future__ import annotations

import socket
import ssl
import subprocess
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from hypothesis import given, strategies as st

from dudao.errors import DudaoError
from dudao.mail import EXAMPLE, Mail, MailSettings, Security, mail_settings, send

FROM = "dudao@example.cn"
PASSWORD = "qz-7Secret"
MAIL = Mail(
    ("finance@example.cn",), "责任清单:请查收", "县财政局:\n\n请于2018年10月15日前报送。\n.\n"
)


@dataclass
class Received:
    """What a server took in, and whom it refuses."""

    envelopes: list[Envelope] = field(default_factory=list)
    refuses: tuple[str, ...] = ()
    reply: str = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if address in self.refuses:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message."""
        if self.reply.startswith("250"):
            self.envelopes.append(envelope)
        return self.reply


def message(received: Received) -> EmailMessage:
    """Return the only message that arrived."""
    (envelope,) = received.envelopes
    assert isinstance(envelope.content, bytes)
    read = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


Start = Callable[..., tuple[Received, int]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start servers on free ports of this machine; they are gone after the test."""
    running: list[Controller] = []

    def started(received: Received | None = None, **options: Any) -> tuple[Received, int]:
        received = received or Received()
        controller = Controller(received, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return received, controller.port

    with warnings.catch_warnings():
        # It warns of sign-in without encryption: on this machine that is what is tested.
        warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS", UserWarning)
        yield started
        for controller in running:
            controller.stop()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def settings(port: int, **changes: Any) -> MailSettings:
    """Return settings for a server of the test."""
    return replace(MailSettings("127.0.0.1", port, FROM, Security.NONE), **changes)


def signed_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    """Accept the one user with the right password."""
    assert isinstance(data, LoginPassword)
    return AuthResult(success=data == LoginPassword(b"office", PASSWORD.encode()), handled=False)


AUTH = {"authenticator": signed_in, "auth_required": True, "auth_require_tls": False}


def problem(settings: MailSettings, mail: Mail = MAIL) -> str:
    """Return what sending fails with; the password never stands in it."""
    with pytest.raises(DudaoError) as caught:
        send(settings, mail)
    assert PASSWORD not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.cn?from=a@b.cn", ("mail.example.cn", 587, Security.STARTTLS, "")),
        ("smtp://m:2525/?from=a@b.cn&starttls=yes", ("m", 2525, Security.STARTTLS, "")),
        ("smtp://m?from=a@b.cn&starttls=no", ("m", 25, Security.NONE, "")),
        ("smtps://u:p@m?from=a@b.cn", ("m", 465, Security.TLS, "u")),
        ("smtps://u%40b.cn:p@m:994?from=a@b.cn&starttls=no", ("m", 994, Security.TLS, "u@b.cn")),
        ("smtp://[::1]:25?from=a@b.cn&starttls=no", ("::1", 25, Security.NONE, "")),
    ],
)
def test_a_url_holds_the_settings(url: str, expected: tuple[object, ...]) -> None:
    found = mail_settings(url)
    assert (found.host, found.port, found.security, found.user) == expected
    assert found.sender == "a@b.cn"


def test_a_password_is_decoded_and_never_shown() -> None:
    found = mail_settings(f"smtp://office:{PASSWORD}%40%3A%2F@mail.example.cn?from={FROM}")
    assert found.password == f"{PASSWORD}@:/"
    assert PASSWORD not in repr(found)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("", "不是邮件服务器地址"),
        ("mail.example.cn", "不是邮件服务器地址"),
        (f"http://u:{PASSWORD}@m?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:{PASSWORD}?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:{PASSWORD}@?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:{PASSWORD}@m:0?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:{PASSWORD}@m:99999?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:#{PASSWORD}@m?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:1/{PASSWORD}@m?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:密{PASSWORD}@m?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:[{PASSWORD}@m?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:{PASSWORD}@m\n?from=a@b.cn", "不是邮件服务器地址"),
        (f"smtp://u:1?{PASSWORD}@m?from=a@b.cn", "问号后有不认识或重复的项"),
        ("smtp://m?from=a@b.cn&from=c@d.cn", "问号后有不认识或重复的项"),
        (f"smtp://u:{PASSWORD}@m", "from 不是邮件地址"),
        (f"smtp://u:{PASSWORD}@m?from=%E7%9D%A3@b.cn", "from 不是邮件地址"),
        ("smtp://m?from=a@b.cn%0ABcc:x@y.cn", "from 不是邮件地址"),
        ("smtp://m?from=a@b.cn&starttls=maybe", "starttls 不是可选值"),
        ("smtps://m?from=a@b.cn&starttls=yes", "smtps:// 已加密"),
        ("smtp://u@m?from=a@b.cn", "用户名和密码只有其一"),
        (f"smtp://:{PASSWORD}@m?from=a@b.cn", "用户名和密码只有其一"),
        (f"smtp://u:{PASSWORD}%0D@m?from=a@b.cn", "用户名或密码含有不能使用的字符"),
        (f"smtp://u:{PASSWORD}%E5%AF%86@m?from=a@b.cn", "用户名或密码含有不能使用的字符"),
        (f"smtp://u:{PASSWORD}@m?from=a@b.cn&starttls=no", "密码将以明文发送"),
    ],
)
def test_a_bad_url_is_refused_without_its_password(url: str, what: str) -> None:
    with pytest.raises(DudaoError) as caught:
        mail_settings(url)
    assert str(caught.value).startswith(f"DUDAO_SMTP:{what}")
    assert PASSWORD not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_bad_url_is_answered_with_a_good_one() -> None:
    with pytest.raises(DudaoError, match=EXAMPLE.split("?")[0]):
        mail_settings("mail")


@given(st.text(max_size=40))
def test_any_text_gives_settings_or_a_refusal(text: str) -> None:
    for url in (text, f"smtp://{text}", f"smtp://u:{text}@m?from=a@b.cn"):
        try:
            assert mail_settings(url).host
        except DudaoError:
            continue


def test_chinese_subject_and_text_arrive_intact(start: Start) -> None:
    received, port = start()
    send(settings(port), MAIL)
    arrived = message(received)
    assert arrived["Subject"] == MAIL.subject
    assert arrived.get_content() == MAIL.text
    assert (arrived["From"], arrived["To"]) == (FROM, "finance@example.cn")
    assert arrived["Date"].datetime.tzinfo is not None
    assert arrived["Message-ID"].endswith("@example.cn>")
    assert arrived["Auto-Submitted"] == "auto-generated"


def test_a_message_is_seven_bit_and_in_short_lines(start: Start) -> None:
    received, port = start()
    send(settings(port), replace(MAIL, subject="督导" * 100, text="督导" * 5000))
    (envelope,) = received.envelopes
    assert isinstance(envelope.content, bytes)
    assert envelope.content.isascii()
    assert max(len(line) for line in envelope.content.splitlines()) <= 100
    assert message(received)["Subject"] == "督导" * 100
    assert message(received).get_content().strip() == "督导" * 5000


@pytest.mark.parametrize("text", ["", "\x00\x0b", "\ud800", "a\r\n.\r\nb", "<b>不是网页</b>"])
def test_any_text_can_be_sent(start: Start, text: str) -> None:
    received, port = start()
    send(settings(port), replace(MAIL, text=text))
    expected = text.encode(errors="replace").decode().replace("\r\n", "\n")
    assert message(received).get_content().rstrip("\n") == expected
    assert message(received).get_content_type() == "text/plain"


def test_every_recipient_gets_it(start: Start) -> None:
    received, port = start()
    send(settings(port), replace(MAIL, to=("a@example.cn", "b@example.cn")))
    assert received.envelopes[0].rcpt_tos == ["a@example.cn", "b@example.cn"]
    assert received.envelopes[0].mail_from == FROM


def test_signing_in_with_the_right_password(start: Start) -> None:
    received, port = start(**AUTH)
    send(settings(port, user="office", password=PASSWORD), MAIL)
    assert len(received.envelopes) == 1


def test_a_wrong_password_is_said_and_not_shown(start: Start) -> None:
    received, port = start(**AUTH)
    said = problem(settings(port, user="wrong", password=PASSWORD))
    assert said.startswith(f"邮件服务器 127.0.0.1:{port}:不接受用户名或密码(535)")
    assert received.envelopes == []


def test_a_server_without_sign_in_is_told(start: Start) -> None:
    _, port = start(auth_exclude_mechanism=["LOGIN", "PLAIN"])
    said = problem(settings(port, user="office", password=PASSWORD))
    assert "不支持登录,邮件没有寄出" in said


def test_a_server_that_wants_sign_in_refuses_the_sender(start: Start) -> None:
    _, port = start(**AUTH)
    assert f"不接受发件地址 {FROM}(530 " in problem(settings(port))


def test_a_refused_recipient_is_named(start: Start) -> None:
    received, port = start(Received(refuses=MAIL.to))
    said = problem(settings(port))
    assert "不接受收件人 finance@example.cn(550 no such user);请核对地址;邮件没有寄出" in said
    assert received.envelopes == []


def test_if_only_some_are_refused_the_others_have_it(start: Start) -> None:
    received, port = start(Received(refuses=("b@example.cn",)))
    said = problem(settings(port), replace(MAIL, to=("a@example.cn", "b@example.cn")))
    assert "不接受收件人 b@example.cn" in said
    assert "其他收件人已寄出" in said
    assert "a@example.cn" not in said
    assert received.envelopes[0].rcpt_tos == ["a@example.cn"]


def test_a_refused_message_is_said(start: Start) -> None:
    _, port = start(Received(reply="554 looks like spam"))
    said = problem(settings(port))
    assert "拒收邮件(554 looks like spam),给 finance@example.cn 的邮件没有寄出" in said


def test_a_server_that_is_gone_is_said() -> None:
    port = free_port()
    said = problem(settings(port))
    assert said.startswith(f"邮件服务器 127.0.0.1:{port}:连接不上或已中断(Connection refused)")
    assert "给 finance@example.cn 的邮件没有寄出" in said


class Leaving(Received):
    """A server that goes away when it hears of a message."""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Hang up."""
        assert server.transport
        server.transport.close()
        return "250 OK"


def test_a_server_that_leaves_half_way_is_said(start: Start) -> None:
    received, port = start(Leaving())
    assert "连接不上或已中断(服务器关闭了连接)" in problem(settings(port))
    assert received.envelopes == []


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dudao.mail._SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert "0.2 秒内没有回应" in problem(settings(silent.getsockname()[1]))


def test_without_starttls_nothing_is_sent(start: Start) -> None:
    received, port = start(**AUTH)
    said = problem(settings(port, security=Security.STARTTLS, user="office", password=PASSWORD))
    assert "不支持 STARTTLS 加密" in said
    assert received.envelopes == []


def test_plain_speech_on_an_encrypted_port_is_told(start: Start) -> None:
    _, port = start()
    assert "不能建立加密连接" in problem(settings(port, security=Security.TLS))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed, with its key."""
    if which("openssl") is None:
        pytest.skip("no openssl here to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 "
        "-addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


def serving(folder: Path) -> ssl.SSLContext:
    """Return what a server needs to speak TLS with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_a_certificate_nobody_trusts_is_refused(start: Start, certificate: Path) -> None:
    received, port = start(tls_context=serving(certificate))
    said = problem(settings(port, security=Security.STARTTLS))
    assert "证书无法验证(self-signed certificate)" in said
    assert received.envelopes == []


def test_mail_goes_encrypted_to_a_trusted_server(
    start: Start, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    received, port = start(
        tls_context=serving(certificate),
        require_starttls=True,
        authenticator=signed_in,
        auth_required=True,
    )
    send(settings(port, security=Security.STARTTLS, user="office", password=PASSWORD), MAIL)
    assert message(received)["Subject"] == MAIL.subject


def test_mail_goes_encrypted_from_the_first_byte(
    start: Start, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    received, port = start(ssl_context=serving(certificate))
    send(settings(port, security=Security.TLS), MAIL)
    assert message(received)["Subject"] == MAIL.subject


@pytest.mark.parametrize(
    ("mail", "what"),
    [
        (replace(MAIL, to=()), "没有收件人"),
        (replace(MAIL, to=("a@b.cn\nBcc: x@y.cn",)), "不是邮件地址"),
        (replace(MAIL, to=("a@b.cn\n",)), "不是邮件地址"),
        (replace(MAIL, to=("a@b.cn,c@d.cn",)), "“a@b.cn,c@d.cn”不是邮件地址"),
        (replace(MAIL, to=("县财政局",)), "“县财政局”不是邮件地址"),
        (replace(MAIL, to=("局 <a@b.cn>",)), "不是邮件地址"),
        (replace(MAIL, to=("a@b..cn",)), "不是邮件地址"),
        (replace(MAIL, to=("@b.cn",)), "不是邮件地址"),
        (replace(MAIL, to=("a" * 250 + "@b.cn",)), "不是邮件地址"),
        (replace(MAIL, subject="清单\r\nBcc: x@y.cn"), "主题含有换行或不可见字符"),
        (replace(MAIL, subject="清单\u2028Bcc"), "主题含有换行或不可见字符"),
        (replace(MAIL, subject=" "), "主题是空的"),
        (replace(MAIL, subject="督" * 201), "主题有 201 个字符"),
    ],
)
def test_what_is_no_mail_is_refused_before_any_server_is_asked(mail: Mail, what: str) -> None:
    assert what in problem(settings(1), mail)


def test_all_bad_addresses_are_named_at_once() -> None:
    with pytest.raises(DudaoError) as caught:
        send(settings(1), replace(MAIL, to=("甲", "a@b.cn", "乙")))
    assert len(caught.value.problems) == 2
