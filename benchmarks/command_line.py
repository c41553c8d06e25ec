"""What every command line of the benchmark does with errors. Imports no stage."""

import sys
from collections.abc import Callable


def carry_out(command: Callable[[], int]) -> int:
    """Carry out a command that measures or reads results.

    Parameters
    ----------
    command : callable
        Returns the exit status.

    Returns
    -------
    int
        Its status; 2, with the reason on standard error, if it could not be carried out; 130 if the user stopped it.
    """
    try:
        return command()
    except KeyboardInterrupt:
        print("\nStopped; complete runs are kept, --resume goes on from there.", file=sys.stderr)
        return 130
    except (ValueError, OSError, RuntimeError, LookupError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
