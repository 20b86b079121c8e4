"""Plumbline's environments from Python: five lines to a graded group.

>>> with LocalServer() as local, local.connect() as client:
...     group = client.reset("spreadsheet_clean", split="stress_train", seed=7, group_size=4)
...     document = group.task.observation.input  # what your policy makes of it
...     results = client.step_batch([each.action(document) for each in group.episodes])
>>> [result.reward for result in results]
[0.9..., 0.9..., 0.9..., 0.9...]

`Client` blocks, `AsyncClient` is for asyncio, both open streams (`Rollout`, `AsyncRollout`). What a
server refuses is a `PlumblineError` of its kind. Adapters are modules of their own:
`plumbline_client.gymnasium`, `.trl`, `.verifiers` and `.datasets`, each of which wants the library
of its name.
"""

from ._channel import Tls
from ._version import __version__
from .aio import AsyncClient
from .aio_rollout import AsyncRollout
from .client import Client
from .errors import (
    AlreadyExists,
    DeadlineExceeded,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    PlumblineError,
    ResourceExhausted,
    Unauthenticated,
    Unavailable,
)
from .local import LocalServer
from .retry import Retry
from .rollout import Rollout
from .values import (
    Action,
    Catalogue,
    Dimension,
    DimensionSpec,
    Environment,
    Episode,
    FinishReason,
    Flag,
    FlagSpec,
    Grade,
    GradedOutput,
    Group,
    Limits,
    Observation,
    Output,
    Rubric,
    SourceDocument,
    Split,
    Status,
    StepResult,
    Task,
)

__all__ = [
    "Action",
    "AlreadyExists",
    "AsyncClient",
    "AsyncRollout",
    "Catalogue",
    "Client",
    "DeadlineExceeded",
    "Dimension",
    "DimensionSpec",
    "Environment",
    "Episode",
    "FailedPrecondition",
    "FinishReason",
    "Flag",
    "FlagSpec",
    "Grade",
    "GradedOutput",
    "Group",
    "InvalidArgument",
    "Limits",
    "LocalServer",
    "NotFound",
    "Observation",
    "Output",
    "PermissionDenied",
    "PlumblineError",
    "ResourceExhausted",
    "Retry",
    "Rollout",
    "Rubric",
    "SourceDocument",
    "Split",
    "Status",
    "StepResult",
    "Task",
    "Tls",
    "Unauthenticated",
    "Unavailable",
    "__version__",
]
