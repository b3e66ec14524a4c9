"""The names of kinds of events: ACLED's event types with their sub-event types, and ours beside them."""

EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
    "Protests": ("Excessive force against protesters", "Protest with intervention", "Peaceful protest"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
    "Disaster": (
        "Drought",
        "Earthquake",
        "Epidemic",
        "Extreme temperature",
        "Drought",
        "Flood",
        "Landslide",
        "Storm",
        "Volcano",
        "Wildfire",
    ),
    "Accident": ("Fire", "Industrial", "Transport"),
}
NAMES = (*EVENT_TYPES, *(name for names in EVENT_TYPES.values() for name in names))
"""Types and sub-event types alike: rules may ask for either."""
