"""Settings: `local` for one machine, `production` for a server. Both build on `base`."""
