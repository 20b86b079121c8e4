"""Where a server is and how it is reached."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

_MAX_MESSAGE_BYTES = 64 << 20
_OPTIONS: list[tuple[str, Any]] = [
    ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
    # Retries are ours: they know what the server said of waiting.
    ("grpc.enable_retries", 0),
    # A server that was restarted is found within a second or two, not within two minutes.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1000),
    ("grpc.max_reconnect_backoff_ms", 2000),
    ("grpc.use_local_subchannel_pool", 1),
]
_TARGET = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):(?P<port>[0-9]{1,5})")

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Tls:
    """How to encrypt, by files in PEM.

    authority: what the server's certificate has to be signed by; the system's authorities if None.
    certificate, key: what this client shows of itself, where the server asks (mTLS).
    server_name: the name in the server's certificate, where it is not the target's.
    """

    authority: PathLike | None = None
    certificate: PathLike | None = None
    key: PathLike | None = None
    server_name: str | None = None

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("tls: incomplete (expected: both certificate and key, or neither)")

    def credentials(self) -> grpc.ChannelCredentials:
        def content(path: PathLike | None) -> bytes | None:
            return None if path is None else Path(path).read_bytes()

        return grpc.ssl_channel_credentials(
            root_certificates=content(self.authority),
            private_key=content(self.key),
            certificate_chain=content(self.certificate),
        )


@dataclass(frozen=True, slots=True)
class Address:
    """What both kinds of client are made from; says what is wrong with it."""

    target: str
    tls: Tls | None
    token: str | None

    def __post_init__(self) -> None:
        match = _TARGET.fullmatch(self.target)
        if not match or not 1 <= int(match["port"]) <= 65535:
            raise ValueError(
                f"target: {self.target!r} (expected: host:port, such as 127.0.0.1:50051)"
            )
        if self.token is None:
            return
        if not self.token or not all("!" <= character <= "~" for character in self.token):
            # Says nothing of the value: it is a secret.
            raise ValueError(
                f"token: {len(self.token)} characters (expected: printable ASCII without blanks)"
            )
        if self.tls is None and not _is_loopback(match["host"]):
            raise ValueError(
                f"token: without encryption to {self.target} (expected: loopback, or TLS)"
            )

    def __repr__(self) -> str:
        return f"Address({self.target!r})"

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        return () if self.token is None else (("authorization", f"Bearer {self.token}"),)

    @property
    def options(self) -> list[tuple[str, Any]]:
        if self.tls is None or self.tls.server_name is None:
            return _OPTIONS
        return [*_OPTIONS, ("grpc.ssl_target_name_override", self.tls.server_name)]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
