"""Generates the contract's messages and stubs into the wheel: none of them is in the repository."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = ("plumbline/env/v1", "plumbline/policy/v1")


class Stubs(BuildHookInterface[Any]):
    """Protos lie beside an unpacked source distribution, or in a checkout's `proto`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        protos = Path(self.root, "proto")
        if not protos.is_dir():
            protos = Path(self.root, "..", "..", "proto").resolve()
        files = [file for name in PACKAGES for file in sorted(protos.glob(f"{name}/*.proto"))]
        if not files:
            raise FileNotFoundError(f"proto: no contract in {protos} (expected: a whole checkout)")
        if self.target_name == "sdist":
            included = {str(file): f"proto/{file.relative_to(protos)}" for file in files}
            included[str(protos.parent / "LICENSE")] = "LICENSE"
            build_data["force_include"].update(included)
            return
        self._stubs = Path(tempfile.mkdtemp(prefix="plumbline-stubs-"))
        _generate(protos, files, self._stubs)
        included = {
            str(file): str(file.relative_to(self._stubs))
            for file in self._stubs.rglob("*")
            if file.is_file()
        }
        # An editable install has nothing but these copied.
        kind = "force_include_editable" if version == "editable" else "force_include"
        build_data.setdefault(kind, {}).update(included)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.target_name != "sdist":
            shutil.rmtree(self._stubs)


def _generate(protos: Path, files: list[Path], out: Path) -> None:
    import grpc_tools
    from grpc_tools import protoc

    common = Path(grpc_tools.__file__).parent / "_proto"
    arguments = [f"-I{protos}", f"-I{common}"]
    arguments += [f"--{kind}_out={out}" for kind in ("python", "pyi", "grpc_python")]
    if protoc.main(["protoc", *arguments, *map(str, files)]) != 0:
        raise RuntimeError(f"proto: protoc failed on {protos}")
    # Packages of their own; `plumbline` itself has no file and may be shared with others.
    for name in PACKAGES:
        (out / name / "py.typed").touch()


def get_build_hook() -> type[Stubs]:
    return Stubs
