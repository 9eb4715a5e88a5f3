/** The systemd unit of a component: upstream's shape and names. */
import type { Component } from "../components/component.ts";

/** Seconds a container may take beyond its stop timeout until systemd kills what is left. */
const STOP_MARGIN = 15;

/** The argv a unit runs; `image` is by digest. */
export function commandOf(component: Component, image: string): readonly string[] {
  const { stop } = component;
  return [
    "/usr/bin/podman",
    "run",
    `--cidfile=${cidFile(component)}`,
    "--cgroups=no-conmon",
    "--sdnotify=conmon",
    "--replace",
    "--detach",
    "--rm",
    "--pull=never",
    "--network=host",
    "--log-driver=journald",
    `--env-file=${component.envFile}`,
    `--name=${component.container}`,
    ...(stop.signal === undefined ? [] : [`--stop-signal=${stop.signal}`]),
    `--stop-timeout=${stop.timeout}`,
    ...(component.mounts ?? []).map((mount) => `--volume=${mount}`),
    image,
    ...(component.arguments ?? []),
  ];
}

/** The text of a unit. `after` are the units that start before it. */
export function renderUnit(
  component: Component,
  command: readonly string[],
  after: readonly string[],
): string {
  const cid = cidFile(component);
  return `[Unit]
Description=OMniLeads ${component.name}
Wants=network-online.target
After=${["network-online.target", ...after].join(" ")}
RequiresMountsFor=/run/containers
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
Environment=PODMAN_SYSTEMD_UNIT=%n
Restart=always
RestartSec=2
TimeoutStartSec=120
TimeoutStopSec=${component.stop.timeout + STOP_MARGIN}
ExecStartPre=/bin/rm -f ${cid}
ExecStart=${command.map(quoteForSystemd).join(" ")}
ExecStop=/usr/bin/podman stop --ignore --time=${component.stop.timeout} --cidfile=${cid}
ExecStopPost=/usr/bin/podman rm --force --ignore --cidfile=${cid}

[Install]
WantedBy=multi-user.target
`;
}

function cidFile(component: Component): string {
  return `/run/${component.unit}.ctr-id`;
}

/** A word of a command line as systemd reads it back to the same word. */
export function quoteForSystemd(word: string): string {
  const literal = word.replaceAll("%", "%%").replaceAll("$", "$$$$");
  if (!/[\s"'\\;]/.test(literal) && literal !== "") return literal;
  return `"${literal.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
