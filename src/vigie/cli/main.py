"""The command line: each command is a function of its own module, loaded when it is called."""

import importlib
import os
import sys
from dataclasses import dataclass

import typer

from vigie.kernel.errors import Misconfigured, VigieError


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command's function lives, and the line that `--help` says of it.

    One that `forwards` hands what follows its first word, options too, to another program.
    """

    module: str
    says: str
    forwards: bool = False


COMMANDS: dict[str, Command] = {
    "demo": Command("vigie.cli.demo", "Make a data folder with invented testimonies and serve it"),
    "up": Command("vigie.cli.up", "Serve the four processes on this machine"),
    "intake": Command("vigie.cli.serve", "Serve the witness pages"),
    "worker": Command("vigie.cli.worker", "Read, grade and join what was received"),
    "desk": Command("vigie.cli.serve", "Serve the responders' desk"),
    "partners": Command("vigie.cli.serve", "Serve the public figures"),
    "init": Command("vigie.cli.init", "Make an installation: keys, database, first responder"),
    "keys": Command("vigie.cli.keys", "Show the keys, who holds them and until when"),
    "decide": Command("vigie.cli.decide", "Record what the organisation decided, or list it"),
    "doctor": Command("vigie.cli.doctor", "Check this installation and say what is wrong"),
    "anchor": Command("vigie.cli.anchor", "Print the newest head of the log that was timestamped"),
    "retention": Command("vigie.cli.retention", "What is kept until when: say it, or do it"),
    "backup": Command("vigie.cli.backup", "One sealed file with everything; or check one"),
    "restore": Command("vigie.cli.restore", "A backup into a new folder; what is erased stays so"),
    "read": Command("vigie.cli.read", "Evidence to conversations, as JSON Lines"),
    "screen": Command("vigie.cli.screen", "Conversations to findings, as JSON Lines"),
    "handle": Command("vigie.cli.handle", "A link or a handle to the account it names"),
    "verify": Command("vigie.cli.verify", "Check receipts and log proofs offline"),
    "log": Command("vigie.cli.log", "The whole custody log in one file, to be checked offline"),
    "notice": Command("vigie.cli.notice", "The papers of a case, sealed no more, in a folder"),
    "lend": Command("vigie.cli.lend", "Lend testimonies to the worker, to be read once more"),
    "evaluate": Command("vigie.cli.evaluate", "Measure Vigie on your own labelled files, in place"),
    "bench": Command(
        "vigie.cli.bench", "Run a benchmark of a checkout, or list them", forwards=True
    ),
    "grants": Command("vigie.cli.grants", "The SQL that gives each process its own database role"),
    "plugins": Command("vigie.cli.plugins", "List what is plugged in"),
}


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; every error of ours is one line on stderr, never a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] in ("-h", "--help", "help"):
        print_help()
        raise SystemExit(0 if given else 2)
    name = given[0]
    if name not in COMMANDS:
        fail(f"vigie: there is no command {name!r}; 'vigie --help' lists them.", 2)
    try:
        run(name, given[1:])
    except Misconfigured as error:
        fail(f"vigie {name}: {error}", 2)
    except VigieError as error:
        fail(f"vigie {name}: {error}", 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def run(name: str, arguments: list[str]) -> None:
    """Loads the module of a command and calls its function of that name."""
    module = importlib.import_module(COMMANDS[name].module)
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    command = COMMANDS[name]
    passing = {"ignore_unknown_options": True, "allow_interspersed_args": False}
    settings = passing if command.forwards else {}
    app.command(name, help=command.says + ".", context_settings=settings)(getattr(module, name))
    app(arguments, prog_name=f"vigie {name}", standalone_mode=True)


def print_help() -> None:
    """The list of commands, without loading any."""
    sys.stdout.write("Usage: vigie COMMAND …      ('vigie COMMAND --help' says more)\n\n")
    for name, command in COMMANDS.items():
        sys.stdout.write(f"  {name:<10} {command.says}\n")


def fail(sentence: str, code: int) -> None:
    """One line on stderr, and the exit code."""
    sys.stderr.write(sentence + "\n")
    raise SystemExit(code)
