"""Measurements that need a quiet machine and are no tests."""
