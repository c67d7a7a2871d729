"""What everything stands on: refusals, days, plugins and their hooks."""

from ..cli.terminal import (
    current_office as current_office,
)
from ..demo import (
    DemoTenant as DemoTenant,
)
from ..errors import (
    ConflictError as ConflictError,
    DudaoError as DudaoError,
    NotAllowed as NotAllowed,
    Problem as Problem,
    refuse as refuse,
)
from ..hookspecs import (
    impl as impl,
)
from ..moments import (
    in_words as in_words,
    today as today,
)
from ..plugins import (
    Plugins as Plugins,
)
