"""One measure set against its past and its peers: where reading and analysis meet.

The command line, the report and the site all ask here, so that they can never differ.
"""
