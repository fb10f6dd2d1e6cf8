"""The ledger (汇总表): a row a form, a row an indicator, a row a finding, a row a file; from dossier documents."""
