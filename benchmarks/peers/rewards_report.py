"""What rewards.py measured, as data and as a table."""

import statistics

FIGURES = {  # name, heading, decimals
    "rewards_per_second": ("rewards/s", 0),
    "server_cpu_us": ("server CPU us", 2),
    "client_cpu_us": ("client CPU us", 2),
    "server_cores": ("cores", 2),
    "p50_ms": ("p50 ms", 2),
    "p99_ms": ("p99 ms", 2),
}
PEERS = {"openenv": ("openenv", "openenv threads"),
         "grpcio": ("grpcio aio", "grpcio threads")}


def medians(rounds):
    """Each way's figures: the median of its rounds, the least and the most."""
    return [{"server": way.server, "profile": way.profile, "way": way.way, "figures": {
        name: {"median": statistics.median(values), "least": min(values), "most": max(values)}
        for name in FIGURES for values in [[each[name] for each in measured]]}}
        for way, measured in rounds.items()]


def speed(row):
    return row["figures"]["rewards_per_second"]["median"]


def ratios(rows):
    """Ours over a peer's best way by rewards a second: our best way, and our calls of one step."""
    found = []
    for peer, names in PEERS.items():
        theirs = max((row for row in rows if row["server"] in names), key=speed)
        for profile in ("reference", "strict"):
            ours = [row for row in rows
                    if row["server"] == "plumbline" and row["profile"] == profile]
            unary = next(row for row in ours if row["way"] == "unary")
            for what, mine in (("best", max(ours, key=speed)), ("unary", unary)):
                cpu = [row["figures"]["server_cpu_us"]["median"] for row in (mine, theirs)]
                found.append({
                    "profile": profile, "what": what, "way": mine["way"], "peer": peer,
                    "peer_way": f"{theirs['server']} {theirs['way']}",
                    "rewards_per_second": speed(mine) / speed(theirs),
                    "rewards_per_server_cpu_second": cpu[1] / cpu[0]})
    return found


def table(report):
    """All of it, for people."""
    lines = [f"{'':33}" + f"{'rewards/s (least-most)':>31}"
             + "".join(f"{heading:>15}" for heading, _ in list(FIGURES.values())[1:])]
    for row in report["ways"]:
        who = row["server"] + (f" {row['profile']}" if row["server"] == "plumbline" else "")
        rates = row["figures"]["rewards_per_second"]
        rest = [f"{row['figures'][name]['median']:15,.{places}f}"
                for name, (_, places) in list(FIGURES.items())[1:]]
        lines.append(f"{who:22}{row['way']:11}" + f"{rates['median']:11,.0f}"
                     + f"({rates['least']:,.0f}-{rates['most']:,.0f})".rjust(20) + "".join(rest))
    lines.append("")
    for name, each in report["memory"].items():
        lines.append(f"{name:22}{each['resident_mib']:8.0f} MiB resident,"
                     f" {each['per_1000_episodes_mib']:8.2f} MiB more with 1,000 open episodes")
    lines.append("")
    for each in report["ratios"]:
        lines.append(f"plumbline {each['profile']}, {each['what']} ({each['way']}) to"
                     f" {each['peer_way']}: {each['rewards_per_second']:.1f} x rewards/s,"
                     f" {each['rewards_per_server_cpu_second']:.1f} x by server CPU")
    return "\n".join(lines)
