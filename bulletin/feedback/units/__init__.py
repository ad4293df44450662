"""Units (报送单位): what a unit may know of its own material, and nothing of another's.

reading     was it used, where, what was said of it
masking     other units' names and titles taken out of words written for the desk
handouts    the same as a file for the unit
"""
