"""Floor 11, faces: the command line and its like. No decisions here: all call one function, `check`."""
