"""The papers that an auditor hands in: the problem list (问题清单) and the working paper (审核底稿)."""
