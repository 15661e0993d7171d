"""What money tells: to a client by mail, to the office on its desk. No amount and no word of the programme stands in a subject."""

CANNOT_START = "money-cannot-start"
PAID_TWICE = "money-paid-twice"
PAID_AFTER_END = "money-paid-after-end"
MISMATCH = "money-mismatch"
REFUND_FAILED = "money-refund-failed"
DISPUTED = "money-disputed"
TERM_OVERDUE = "money-term-overdue"
TERM_LINK = "term-link"
TERM_DUE = "term-due"
TERM_REMINDER = "term-reminder"
ORDERED = "order-placed"
CONSENT_WITHDRAWN = "money-consent-withdrawn"
STOPPED_ELSEWHERE = "money-stopped-elsewhere"

# What waits on the office's desk until somebody ticks it.
TASKS = (
    CANNOT_START,
    PAID_TWICE,
    PAID_AFTER_END,
    MISMATCH,
    REFUND_FAILED,
    DISPUTED,
    TERM_OVERDUE,
    CONSENT_WITHDRAWN,
    STOPPED_ELSEWHERE,
)
