"""By this name verifiers finds Plumbline's tasks: `vf-eval plumbline-taskset`."""

from plumbline_client.verifiers import PlumblineTaskset

__all__ = ["PlumblineTaskset"]
