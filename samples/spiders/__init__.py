"""The sample sites: none of them exists, their hosts end in `.example`."""
