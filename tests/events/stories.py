"""Invented articles, and what wire editors do to them."""

from __future__ import annotations

FERRY = """The ferry Northern Star ran aground off the island of Vessel on Tuesday evening with 214 people on board.

Coastguards brought all passengers to the harbour of Lindmark within three hours, said Ada Berg, who led the rescue.

“We had calm water and a good deal of luck,” Berg told reporters. “In a storm this would have ended otherwise.”

The owner, Norland Lines, said that the ship had been inspected in March and its captain had twenty years of service.

Divers found a tear of six metres in the hull on Wednesday morning. Booms were laid around the wreck to hold back oil.

The ministry of transport opened an inquiry and asked the company for the records of the ship's navigation system.

Residents of Vessel have long complained that ferries pass too close to the reef, marked by a single buoy.

A union of seamen called for a second officer on the bridge at night, which the company turned down last year."""

BUDGET = """The council of Harwick voted on Monday to close two of its five libraries and to raise the fee for parking.

Mayor Joan Tulley said that the town had lost a quarter of its grant in four years and could not go on as before.

“Nobody on this council wants to shut a library,” Tulley said. “But we cannot spend money that we do not have.”

Opponents filled the gallery and sang until the chair threatened to clear the room. The vote was nine against six.

A petition against the plan has been signed by 8,000 people, more than a third of those who live in the town.

The branch in Mill Lane will close in June, the one at the station in September. Their books go to the central library.

Parking in the centre will cost three pounds an hour instead of two. Traders fear that shoppers will stay away."""

FOOTER = """Subscribe to the morning letter of The Courier and never miss what matters in your town and beyond.

Follow The Courier on all channels. Our newsroom can be reached day and night with tips and with corrections.

All rights reserved. No part of these pages may be reproduced without the written consent of The Courier Group."""


def paragraphs(text: str, *kept: int) -> str:
    """Some of a text's paragraphs."""
    parts = text.split("\n\n")
    return "\n\n".join(parts[i] for i in kept)


FERRY_AGAIN = """Over two hundred people spent Tuesday night in a school hall after the Northern Star struck a reef.

The ferry, owned by Norland Lines, was on its way to Lindmark when it hit rocks off Vessel in clear weather.

“In a storm this would have ended otherwise,” said Ada Berg of the coastguard. Nobody was hurt.

Islanders accused the company of saving time by cutting the corner at the reef. Norland Lines denied that.

Prosecutors in Lindmark said that the captain was being questioned. Oil was seen on a beach near the wreck."""

BUDGET_AGAIN = """Readers wept and sang in the gallery as Harwick's council closed two libraries on Monday night.

Mill Lane shuts in June and the station branch in September, after a vote of nine to six that split both parties.

“We cannot spend money that we do not have,” Mayor Joan Tulley told the protesters, who answered with boos.

The organisers of the petition, signed by 8,000 residents, said that they would take the council to court.

Drivers pay, too: an hour in the centre of Harwick goes up from two pounds to three."""

COMET = """A comet found in May will be seen without a telescope next week, said astronomers in Ostrava.

It passes the sun on Friday at a third of the distance of the earth and grows a tail of several million kilometres.

Its ice has not been heated before, which makes it hard to foretell how bright it will become, said Petr Havel.

The best time to look is an hour before sunrise, low in the east. The next visit is due in eleven thousand years."""
