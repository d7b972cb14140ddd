"""What the engine knows of functions that it does not look into: who never returns, who only reads."""

from __future__ import annotations

import re

_PRINT = ("", "f", "ln")

_NEVER_RETURN = frozenset(
    {
        "panic",
        "os.Exit",
        "runtime.Goexit",
        "syscall.Exit",
        # log/log.go: print and exit, or print and panic
        *(f"log.{owner}{n}{end}" for owner in ("", "Logger.") for n in ("Fatal", "Panic") for end in _PRINT),
        # testing/testing.go: end the goroutine of the test
        *(f"testing.common.{name}" for name in ("FailNow", "Fatal", "Fatalf", "Skip", "SkipNow", "Skipf")),
        *(f"testing.TB.{name}" for name in ("FailNow", "Fatal", "Fatalf", "Skip", "SkipNow", "Skipf")),
        # exported, entry and logger of the module
        *(
            f"github.com/sirupsen/logrus.{owner}{name}{end}"
            for owner in ("", "Entry.", "Logger.")
            for name in ("Fatal", "Panic")
            for end in _PRINT
        ),
        # its klog
        *(f"k8s.io/klog/v2.{name}" for name in ("Fatal", "Fatalf", "Fatalln", "Exit", "Exitf")),
        # its logger and its sugar
        *(
            f"go.uber.org/zap.{owner}.{name}"
            for owner in ("Logger", "SugaredLogger")
            for name in ("Fatal", "Fatalf", "Fatalw", "Panic", "Panicf", "Panicw")
        ),
        # a failed expectation ends the test; these always fail
        "github.com/stretchr/testify/require.FailNow",
        "github.com/stretchr/testify/require.Fail",
    }
)


def never_returns(qualified: str) -> bool:
    """Return whether a call of a library's function ends the path."""
    return qualified in _NEVER_RETURN


_PRINTS = re.compile(r"(?:Print|Log|Trace|Debug|Info|Notice|Warn|Warning|Error|Panic|Fatal)(?:f|ln|w|Context|Ctx)?")


def prints(name: str) -> bool:
    """Return whether a function that we do not read prints its arguments, by the names that loggers use."""
    return _PRINTS.fullmatch(name) is not None
