"""Floor 11, faces: the command line and the language server. They decide nothing: all call one function, `check`."""
