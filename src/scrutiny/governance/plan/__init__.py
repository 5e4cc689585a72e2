"""The scrutiny plan: priorities, sections, what stands, what is due when."""
