"""System checks: what must hold before the portal is trusted, of the settings and of the database."""
