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
