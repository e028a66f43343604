# SPDX-License-Identifier: GPL-2.0-or-later
"""The file of a notebook: made, opened for one piece of work, kept readable by its user alone.

Each piece of work opens the file anew: one that was moved or whose stick was drawn is noticed, not written beside.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ..errors import BAD_PATH, BadFile, CacheError, reason
from ..sql_files import statements_of
from .model import CATEGORIES
from .shapes import Shape

APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 1
"""Of the notebook's tables, in the setting `notebook`."""
RETENTION_MONTHS = 12
"""Until the team sets another."""
PRIVATE = 0o600

_FOLDER = Path(__file__).parent
_TITLES = {Shape.POINT: "Notes at points", Shape.LINE: "Notes along lines", Shape.AREA: "Notes on areas"}
_BUSY_SECONDS = 10.0
_TABLES = (*(shape.value for shape in Shape), "photo", "category", "priority", "setting", "deleted")
_GENERATED = "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden > 1"
_LOG = logging.getLogger(__name__)

# Parts of SQLite's own messages (sqlite3.h, sqlite3ErrStr), and what they mean to who takes notes.
_SENTENCES = (
    ("locked", "The notes {path} are being written by another program. Wait until it has finished, then try again."),
    ("busy", "The notes {path} are being written by another program. Wait until it has finished, then try again."),
    (
        "readonly",
        "The notes {path} cannot be saved there: the file or its folder is read-only. "
        "Copy the folder to a place of your own.",
    ),
    ("disk is full", "The disk that holds {path} is full. Make room and save again; what was saved before stays."),
    ("disk i/o", "The disk that holds {path} could not be read or written. Check the disk or stick and save again."),
    ("unable to open", "The notes {path} cannot be opened. Check that the disk or stick is in place and may be used."),
    ("not a database", "{path} is not a notebook: it is not a GeoPackage. Choose another file."),
    *(
        (message, "The notes {path} are damaged or copied in part. Copy the file again from where it came.")
        for message in ("malformed", "could not decode", "unsupported file format")
    ),
    ("no such", "{path} is not a notebook of field notes: its tables are others. Choose another file."),
)


def make_or_check(path: Path) -> None:
    """Make the notebook where there is none, else check that it is one; raises `CacheError`.

    The file is readable by its user alone, whatever the umask says. Programs that make it at once make one.
    """
    with _paths(path):
        if path.is_dir():
            raise CacheError(f"{path} is a folder. Name a file in it for the notes.")
        if not path.parent.is_dir():
            raise CacheError(
                f"The folder {path.parent} does not exist. Make it, or choose another place for the notes."
            )
        if not path.exists():
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        if path.with_name(f"{path.name}-journal").exists():
            _undo_half(path)
        if path.stat().st_size == 0:
            keep_private(path)
            with writing(path) as connection:
                _make(connection)
    with reading(path):
        pass


def _undo_half(path: Path) -> None:
    """Let SQLite undo what a kill left half written, which may have been the making of the file itself."""
    with notes_sentences(path), contextlib.suppress(sqlite3.OperationalError), _connection(path, "rw") as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def keep_private(path: Path) -> bool:
    """Let nobody but the user read the file; whether the file system went along (sticks often know no users)."""
    try:
        if path.stat().st_mode & 0o777 != PRIVATE:
            os.chmod(path, PRIVATE)
        return os.name == "nt" or path.stat().st_mode & 0o077 == 0
    except OSError as error:
        _LOG.info("%s cannot be made private: %s", path, error)
        return False


@contextlib.contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction, on the disk when it ends: afterwards all of it is there, after a power cut all or nothing."""
    with notes_sentences(path), _connection(path, "rw") as connection:
        # Undone first thing: QGIS leaves a write-ahead log, in which deleted text would stay for a while.
        with contextlib.suppress(sqlite3.OperationalError):  # not while QGIS has the file open
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA busy_timeout = 10000")
        # FULL does not sync the folder: after a power cut the journal could be back, and undo what was saved.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("BEGIN IMMEDIATE")
        try:
            _refuse_rewritten(connection, path)
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The notebook to be read, in one state; raises `CacheError` where it is none, or of a newer version."""
    with notes_sentences(path):
        with _paths(path):
            if path.is_file() and path.stat().st_size == 0:
                raise BadFile(f"The notes {path} are empty: nothing was copied yet. Copy the file again.")
        with _readable(path) as connection:
            connection.execute("BEGIN")
            _check(connection, path)
            # A sign that is none would else keep all notes from being read.
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            yield connection


@contextlib.contextmanager
def notes_sentences(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the file of a notebook into a `CacheError` in words."""
    try:
        yield
    except OSError as error:
        raise CacheError(f"The notes {path} cannot be used: {reason(error)}. Choose another place.") from error
    except (sqlite3.DatabaseError, sqlite3.InterfaceError, UnicodeDecodeError) as error:
        text = "could not decode" if isinstance(error, UnicodeDecodeError) else str(error).lower()
        for part, sentence in _SENTENCES:
            if part in text:
                raise CacheError(sentence.format(path=path)) from error
        raise CacheError(f"The notes {path} could not be used ({reason(error)}). Try again.") from error


@contextlib.contextmanager
def _paths(path: Path) -> Iterator[None]:
    try:
        yield
    except BAD_PATH as error:
        raise CacheError(f"The notes {path} cannot be used: {reason(error)}. Choose another place.") from error


@contextlib.contextmanager
def _connection(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    with _paths(path):
        uri = f"{path.absolute().as_uri()}?mode={mode}"
    with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)) as connection:
        yield connection


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[sqlite3.Connection]:
    """Open to be read: what a kill left half done is undone first; on read-only media it is read as it stands."""
    ways = ["ro", "rw", "ro&immutable=1"]
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        ways.remove("rw")
    if any(path.with_name(path.name + side).exists() for side in ("-wal", "-journal")):
        ways.remove("ro&immutable=1")  # would leave out what stands in these
    elif is_marked_open(path):
        ways.reverse()  # nobody has it open now, and a reader with locks would leave files beside it
    for way in ways:
        with _connection(path, way) as connection:
            try:
                connection.execute("PRAGMA query_only = ON")
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError:
                if way == ways[-1]:
                    raise
            else:
                yield connection
                return


def is_marked_open(path: Path) -> bool:
    """Whether a file without a log beside it says that a program has it open with one (sqlite.org/fileformat2.html).

    QGIS and QField take the mark away when they close a notebook: it was copied before, and what stood in the log is
    not in the copy.
    """
    with path.open("rb") as file:
        header = file.read(20)
    return header[18:20] == b"\2\2" and not path.with_name(f"{path.name}-wal").exists()


def _check(connection: sqlite3.Connection, path: Path) -> None:
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not found.issuperset(_TABLES):
        raise BadFile(f"{path} is not a notebook of field notes: its tables are others. Choose another file.")
    if any(connection.execute(_GENERATED, (table,)).fetchone() for table in _TABLES):
        raise BadFile(
            f"{path} is not a notebook as this program makes it: it has computed columns. Choose another file."
        )
    row = connection.execute("SELECT value FROM setting WHERE name = 'notebook'").fetchone()
    version = int(row[0]) if row and str(row[0]).isdecimal() and len(str(row[0])) < 9 else 0
    if version > VERSION:
        raise BadFile(
            f"The notes {path} were made by a newer version ({version}; this one knows {VERSION}). Update the plugin."
        )
    if version < 1:
        raise BadFile(f"{path} is not a notebook of field notes: it has no version. Choose another file.")


def _refuse_rewritten(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `BadFile` where the triggers are not ours: marks of versions and deletions would be lost, or worse.

    Layers that a user has added to the file have their own.
    """
    if not keeps_marks(connection) and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise BadFile(
            f"The notes {path} were rewritten by another program and lack what keeps them safe. "
            "Merge them into a new notebook and go on in that."
        )


def keeps_marks(connection: sqlite3.Connection) -> bool:
    """Whether the notebook's triggers are ours, whole: else a version in it may stand for what it never said."""
    triggers = connection.execute("SELECT sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    found = {sql for sql, table in triggers if table in _TABLES}
    return found == {sql.strip().rstrip(";").strip() for sql in _schema() if sql.startswith("CREATE TRIGGER")}


def _make(connection: sqlite3.Connection) -> None:
    """Make all in the caller's transaction, unless another program has meanwhile."""
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return
    for statement in _schema():
        connection.execute(statement)
    connection.executemany("INSERT INTO category (name, position) VALUES (?, ?)", zip(CATEGORIES, range(99)))
    settings = [("notebook", str(VERSION)), ("retention_months", str(RETENTION_MONTHS))]
    connection.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", settings)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 10200")


@functools.lru_cache(maxsize=1)
def _schema() -> tuple[str, ...]:
    return tuple(_made())


def _made() -> Iterator[str]:
    yield from statements_of(_FOLDER / "notebook.sql")
    for shape, title in _TITLES.items():
        kind = {Shape.POINT: "POINT", Shape.LINE: "LINESTRING", Shape.AREA: "POLYGON"}[shape]
        for statement in statements_of(_FOLDER / "notebook_notes.sql"):
            yield statement.replace("{table}", shape.value).replace("{geometry}", kind).replace("{title}", title)
