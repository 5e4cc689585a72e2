"""The figure checker: does a report agree with itself, and with the data?"""
