"""News as most of a desk's feeds bring it: politics, markets, sport, weather, culture, in which nobody comes to harm.

A report takes its sentences from all subjects in turn. It makes no sense as a whole, and costs what one costs that
does: the reader looks at sentences, names, dates and speakers, of which it has as many as a real one."""

from datetime import UTC, datetime

from monitor.model import Article

TEXT = """
The finance minister told parliament in Lisbon on Tuesday that the government would cut its borrowing target to 2.1
percent of output next year, after revenue came in stronger than the treasury had forecast.

Shares in Frankfurt closed 0.8 percent higher, led by carmakers and banks, while the euro slipped to its lowest
level against the dollar since early March.

"We have listened to farmers from Normandy to Provence, and we will not sign a treaty that leaves them behind," the
trade minister said after talks in Brussels that ran into the night.

Midfielder Tomas Havel scored twice in the second half as Brno came from behind to win 3-2 and move within a point
of the top of the table with four games left to play.

Rain will spread from the west on Friday, the weather service said, with up to 30 millimetres expected in the hills
and temperatures falling below seasonal averages by the weekend.

The opposition Liberal Party chose a former mayor of Turku as its candidate for the presidency, ending months of
quarrels between its rural and urban wings.

The company, which employs 4,200 people in Ohio and Michigan, said on Wednesday it would open a second battery plant
near Toledo by the end of 2026.

The festival opens with a new production of a comedy that was last staged there in 1987, followed by a week of
concerts in the old harbour and readings by writers from 14 countries.

Lawmakers voted 61 to 48 to send the pensions bill back to committee, a setback for a coalition that had promised to
pass it before the summer recess.

Analysts had expected the central bank to hold its main rate at 4.5 percent, but three of its nine members voted for
a quarter-point cut, minutes released in Ottawa showed.

The goalkeeper will miss the rest of the season with a knee problem, the club's doctor said, and a 19-year-old from
the academy is likely to take his place against Sevilla on Sunday.

Scientists at the University of Leeds said that the telescope had found water vapour around a planet twice the size
of Earth, some 120 light years away.

The mayor of Medellin announced a plan to build 3,000 homes along the new tram line, with a third of them reserved
for families who rent.

Wheat futures rose for a fourth day in Chicago on concern about a dry spring in Kansas, and traders said that
exporters were holding back sales.

A court in Milan ruled that the airline must refund passengers whose flights were cancelled during the strike, a
decision that consumer groups called overdue.

The prime minister, speaking to reporters on the steps of her office in Wellington, declined to say whether she
would call an election before November.

The singer took home four prizes at a ceremony in Nashville, among them song of the year, and thanked her mother and
the neighbours who had lent her a first guitar.

Unemployment in the region fell to 6.3 percent in the three months to June, the statistics office said, the lowest
rate since records began in 1992.

The two leaders are to meet again in Geneva in September to discuss fishing rights, border trade and a gas pipeline
that engineers say could be finished within three years.

Organisers expect 25,000 runners at the start of the marathon, which crosses the river twice and finishes in front
of the cathedral.

The regulator fined the bank 12 million pounds for failings in its checks on new customers between 2017 and 2021.

Teachers in Quebec return to work on Monday under a deal that raises starting salaries by 8 percent and limits
classes to 24 pupils.

Visitors queued around the block in Antwerp to see the portrait, which was thought lost until a curator found it
behind a cupboard in a country house.

The striker, who joined from Porto for a reported fee of 40 million euros, said that he had dreamed of playing in
front of such a crowd since he was a boy.

Polls opened at seven in the morning across Ghana, and the electoral commission in Accra said that turnout was brisk
in the Ashanti Region.

The railway between Mombasa and Nairobi carried 2.4 million passengers last year, 11 percent more than the year
before, its operator said in a statement.

House prices in Dublin climbed for the ninth month in a row, although estate agents reported fewer viewings as
mortgage costs took their toll on buyers.

The ministry of health said that the new clinic in Lahore would offer free eye tests to children, paid for by a fund
set up in 2019.

Her third novel, set in a village on the coast of Kerala in the 1950s, has been translated into eleven languages and
is to be made into a series.

Oil slid below 70 dollars a barrel after Saudi Arabia signalled that it would raise output, dragging down energy
shares in London and New York.
"""
SENTENCES = tuple(" ".join(one.split()) for one in TEXT.split("\n\n"))
"""Each as a newspaper might print it; all made up."""
LENGTH = 13
"""Sentences of a report, which make some 400 words."""
STRIDE = 7
"""So many sentences apart are those that follow each other in one report."""
PARAGRAPH = 3
AT = datetime(2024, 6, 5, 12, tzinfo=UTC)


def report(n: int) -> Article:
    """The n-th report; the same at every run."""
    chosen = [SENTENCES[(n + STRIDE * k) % len(SENTENCES)] for k in range(LENGTH)]
    paragraphs = [" ".join(chosen[k : k + PARAGRAPH]) for k in range(1, LENGTH, PARAGRAPH)]
    title = " ".join(chosen[0].split()[:9])
    return Article(id=f"ordinary {n}", title=title, text="\n\n".join(paragraphs), published=AT)
