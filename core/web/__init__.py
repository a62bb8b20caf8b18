"""What stands between the web server and the views, and between the portal and its cache."""
