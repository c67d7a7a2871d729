"""The public API: the only module that plugins and the web import. Re-exports, nothing else.

It is grouped by subject for its readers; everything is imported from `dudao.api` itself.
"""

from .figures import *
from .foundation import *
from .outlook import *
from .rules import *
from .supervising import *
from .usecases import *
from .work import *
