"""Budget tables: a recogniser of their own over the rows that no performance form took."""

from perfscore.forms.budget.recognise import BudgetMatch, budget_tables, rows_beside

__all__ = ["BudgetMatch", "budget_tables", "rows_beside"]
