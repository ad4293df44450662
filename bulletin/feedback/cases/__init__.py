"""Cases (批示与督办): from what a leader wrote on a published issue or entry to 办结.

instructions    what a leader wrote: class, rank and level, which of several holds (classing, leaders)
opening         registration, handling proposal, case opening; the next case after a new instruction
follow_ups      assign, receive, report, extend
closing         acceptance by six questions, showing to the leader, closing
signals         the lights, a pure function of dates, state, slips, policy and moment
reminding       who is to be reminded today, by whose stage
listing         the cases by what burns; who is silent, what has no case yet
slips           slips and the whole way of a case, as pure data
case_speeds     the four speeds on the way of one case
said_dates      the days an instruction itself asks for, beside the limit that is set
unarranged      years whose holidays nobody has arranged yet
"""
