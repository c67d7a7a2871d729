"""Everything that is kept: tenants, figures with their history, and runs; the database's edge."""

from .database import Database, default_url, open_database
from .facts import facts_version, load_columns, load_facts, load_snapshots, periods
from .history import Change, history, sources
from .holdings import ATTRIBUTES, Attributes
from .recording import NewIntake, Recorded, record_facts
from .runs import RunRecord, RunSummary, latest_run, load_run, save_run, save_runs, summaries
from .scope import Scope, ScopeError, TenantSession
from .snapshots import ColumnSnapshot, Snapshot
from .tenants import (
    Tenant,
    add_tenant,
    descendants,
    disable_plugin,
    enable_plugin,
    enabled_plugins,
    scope_of,
    tenant,
    tenants,
)

__all__ = [
    "ATTRIBUTES",
    "Attributes",
    "Change",
    "ColumnSnapshot",
    "Database",
    "NewIntake",
    "Recorded",
    "RunRecord",
    "RunSummary",
    "Scope",
    "ScopeError",
    "Snapshot",
    "Tenant",
    "TenantSession",
    "add_tenant",
    "default_url",
    "descendants",
    "disable_plugin",
    "enable_plugin",
    "enabled_plugins",
    "facts_version",
    "history",
    "latest_run",
    "load_columns",
    "load_facts",
    "load_run",
    "load_snapshots",
    "open_database",
    "periods",
    "record_facts",
    "save_run",
    "save_runs",
    "scope_of",
    "sources",
    "summaries",
    "tenant",
    "tenants",
]
