"""The nouns of the chain: what each stage hands to the next, as frozen dataclasses.

All times are aware ``datetime`` values in the office's time zone; all dates are ``date``. ``*_at`` is a time,
``*_on`` a date, ``*_by`` the id of a person. ``state`` is where a thing stands (see `bulletin.workflow`).
"""

from bulletin.model.articles import MOST_DOTS, Article, Revision
from bulletin.model.circulars import BeforePrint, Circular, Kept, OnTheWay
from bulletin.model.commissions import Answer, Commission
from bulletin.model.facts import Asked, Ended, Facts, Fault, Instructed, Membership, Printed, Raised, membership
from bulletin.model.findings import Finding, Severity
from bulletin.model.incidents import Clock, Incident, PhoneReport, Rating, Report
from bulletin.model.instructions import Casework, Course, FollowUp, Instruction, Progress, Task
from bulletin.model.issues import Entry, Issue, Json, Proof, SignOff
from bulletin.model.items import Extracted, Flag, Item, Original, Received, Relation, Removal
from bulletin.model.people import Actor, Person
from bulletin.model.points import (
    Award,
    Ledger,
    Mark,
    Place,
    first_places,
    in_full,
    in_print,
    place_in_print,
    place_in_words,
    signed,
    standing,
    totals,
)
from bulletin.model.registers import LateEntry, Penalty, Retraction, UpperAdoption
from bulletin.model.reviews import Ask, Level, Review, Standing, Status
from bulletin.model.slips import CaseSpeed, SentSlip, Slip, Trail, TrailStep
from bulletin.model.sources import Arrival, Pace, Problem, SourceHealth, SourceRun, UnreadPage
from bulletin.model.upward import Receipt, ReceiptId, UpperInstruction, UpwardReport, receipt_id

__all__ = [
    "MOST_DOTS",
    "Actor",
    "Answer",
    "Arrival",
    "Article",
    "Ask",
    "Asked",
    "Award",
    "BeforePrint",
    "CaseSpeed",
    "Casework",
    "Circular",
    "Clock",
    "Commission",
    "Course",
    "Ended",
    "Entry",
    "Extracted",
    "Facts",
    "Fault",
    "Finding",
    "Flag",
    "FollowUp",
    "Incident",
    "Instructed",
    "Instruction",
    "Issue",
    "Item",
    "Json",
    "Kept",
    "LateEntry",
    "Ledger",
    "Level",
    "Mark",
    "Membership",
    "OnTheWay",
    "Original",
    "Pace",
    "Penalty",
    "Person",
    "PhoneReport",
    "Place",
    "Printed",
    "Problem",
    "Progress",
    "Proof",
    "Raised",
    "Rating",
    "Receipt",
    "ReceiptId",
    "Received",
    "Relation",
    "Removal",
    "Report",
    "Retraction",
    "Review",
    "Revision",
    "SentSlip",
    "Severity",
    "SignOff",
    "Slip",
    "SourceHealth",
    "SourceRun",
    "Standing",
    "Status",
    "Task",
    "Trail",
    "TrailStep",
    "UnreadPage",
    "UpperAdoption",
    "UpperInstruction",
    "UpwardReport",
    "first_places",
    "in_full",
    "in_print",
    "membership",
    "place_in_print",
    "place_in_words",
    "receipt_id",
    "signed",
    "standing",
    "totals",
]
