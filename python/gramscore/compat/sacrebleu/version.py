"""The version of sacrebleu whose interface and scores this is."""

__version__ = version = "2.6.0"
__version_tuple__ = version_tuple = (2, 6, 0)
__commit_id__ = commit_id = None
