"""The door: second factors, how long a session lives, rules for passwords, and the logs of who came and what was done."""
