"""Tokens, quotas and encryption, against servers that ask for them."""

import asyncio
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from plumbline_client import (
    AsyncClient,
    Client,
    LocalServer,
    Retry,
    StepResult,
    Tls,
    Unauthenticated,
    Unavailable,
)

TOKEN = "a-token-of-the-tests"
SHEETS = "spreadsheet_clean"


def access_file(folder: Path, quota: str = "") -> list[str]:
    file = folder / "access"
    known = hashlib.sha256(TOKEN.encode("ascii")).hexdigest()
    file.write_text(f"tester trainer {known} {quota}\n", encoding="utf-8")
    return ["--access-file", str(file)]


def test_a_quota_slows_down_and_loses_nothing(tmp_path: Path) -> None:
    arguments = access_file(tmp_path, "requests_per_second=100")
    with LocalServer(arguments=arguments) as local:
        with local.connect() as nobody, pytest.raises(Unauthenticated):
            nobody.catalogue()
        with local.connect(token=TOKEN) as client:
            group = client.reset(SHEETS, split="train", group_size=64)
            actions = [episode.action("a,b") for episode in group.episodes]
            stepped = client.step_batch(actions, batch_size=50)
            with client.rollout() as rollout:
                futures = [rollout.step(action) for action in actions]
            assert [future.result() for future in futures] == stepped
            assert all(isinstance(each, StepResult) for each in stepped)


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    """An authority's, and one of it for 127.0.0.1, for a server and a client alike."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make certificates with")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, cwd=tmp_path, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server")
    (tmp_path / "names").write_text("subjectAltName=IP:127.0.0.1,DNS:sheets.example\n")
    openssl(
        *("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key"),
        *("-CAcreateserial", "-extfile", "names", "-out", "server.pem"),
    )
    return tmp_path


def test_both_sides_may_ask_for_certificates(certificates: Path) -> None:
    arguments = access_file(certificates)
    for flag, name in (("certificate", "server.pem"), ("key", "server.key")):
        arguments += [f"--tls-{flag}", str(certificates / name)]
    arguments += ["--tls-client-authority", str(certificates / "ca.pem")]
    tls = Tls(certificates / "ca.pem", certificates / "server.pem", certificates / "server.key")
    named = Tls(tls.authority, tls.certificate, tls.key, server_name="sheets.example")
    with LocalServer(arguments=arguments) as local:
        for each in (tls, named):
            with local.connect(tls=each, token=TOKEN) as client:
                assert client.reset(SHEETS, split="train").episodes

        async def over_asyncio() -> None:
            async with AsyncClient(local.target, tls=tls, token=TOKEN) as aio:
                assert (await aio.reset(SHEETS, split="train")).episodes

        asyncio.run(over_asyncio())
        impatient = Retry(patience=0)
        for lacking in (None, Tls(tls.authority), Tls()):
            with (
                Client(local.target, tls=lacking, token=TOKEN, retry=impatient) as client,
                pytest.raises(Unavailable),
            ):
                client.catalogue()


def test_half_of_a_certificate_is_refused() -> None:
    with pytest.raises(ValueError, match="tls: incomplete"):
        Tls(certificate="a.pem")
