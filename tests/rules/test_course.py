"""An alert shows how its incident's figure came to what it is."""

from tests.incidents.support import MERKA, Told, book, event, toll_rule


def test_an_alert_about_an_incident_bears_the_course_of_its_figure() -> None:
    told = book(toll_rule(10, 50))
    for hour, killed in enumerate((12, 31, 28, 52)):
        told.take(Told("a1", [event(killed, MERKA)], hours=hour, revision=hour + 1))
    assert [point.best for point in told.alerts[0].course] == [12]
    assert [point.best for point in told.alerts[-1].course][-1] == 52
    assert [point.at for point in told.alerts[-1].course] == sorted(point.at for point in told.alerts[-1].course)
