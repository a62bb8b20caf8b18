-- Services that were given, each once: the twin of ActivityQuerySet.given (tests/insurers/activities compare them).
CREATE VIEW activities_given AS
SELECT a.* FROM activities_activity a
WHERE a.state NOT IN ({not_given}) AND NOT EXISTS (
    SELECT 1 FROM activities_activitydetail d JOIN activities_activity c ON c.id = d.activity_id
    WHERE d.corrects_id = a.id AND c.state NOT IN ({not_given})
);
