-- The roles of the portal, once for a server, as a superuser: psql -f deploy/roles.sql. Then give the four that sign in
-- their passwords: \password portal_owner, portal_app, portal_backup, portal_audit.
CREATE ROLE portal_rows NOLOGIN;
CREATE ROLE portal_stage NOLOGIN BYPASSRLS;
CREATE ROLE portal_system NOLOGIN IN ROLE portal_rows;
CREATE ROLE portal_province NOLOGIN IN ROLE portal_rows;
CREATE ROLE portal_place NOLOGIN IN ROLE portal_rows;
CREATE ROLE portal_insurer NOLOGIN IN ROLE portal_rows;
CREATE ROLE portal_agency NOLOGIN IN ROLE portal_rows;
CREATE ROLE portal_owner LOGIN;
CREATE ROLE portal_app LOGIN IN ROLE portal_rows;
CREATE ROLE portal_backup LOGIN BYPASSRLS IN ROLE pg_read_all_data;
CREATE ROLE portal_audit LOGIN;
GRANT portal_system, portal_province, portal_place, portal_insurer, portal_agency, portal_stage
    TO portal_app, portal_owner WITH INHERIT FALSE, SET TRUE;
CREATE DATABASE portal OWNER portal_owner;
\connect portal
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO portal_owner;
GRANT USAGE ON SCHEMA public TO portal_rows, portal_stage, portal_backup, portal_audit;
