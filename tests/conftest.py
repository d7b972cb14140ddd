"""Settings that hold for all tests."""

from hypothesis import HealthCheck, settings

# How fast a shared machine makes up examples says nothing of the code under test.
settings.register_profile("golint-conn", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("golint-conn")
