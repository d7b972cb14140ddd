"""Configuration: files, options and overrides, and the settings that follow from them."""
