import { describe, expect, it } from "vitest";
import { endpointsOf, NO_CONF, parseRegistriesConf } from "./registries-conf.ts";

const where = (image: string, text: string): readonly string[] =>
  endpointsOf(image, parseRegistriesConf(text)).map(
    ({ host, repository, insecure }) => `${insecure ? "insecure " : ""}${host} ${repository}`,
  );

describe("endpointsOf", () => {
  it("goes where the name says without a file", () => {
    expect(endpointsOf("quay.io/minio/minio", NO_CONF)).toEqual([
      { host: "quay.io", repository: "minio/minio", insecure: false },
    ]);
  });

  it.each([
    ["docker.io/omnileads/nginx", "omnileads/nginx"],
    ["docker.io/postgres", "library/postgres"],
  ])("knows the name of Docker Hub's API for %s", (image, repository) => {
    expect(endpointsOf(image, NO_CONF)[0]).toMatchObject({ host: "registry-1.docker.io", repository });
  });

  it("replaces the prefix by the location", () => {
    const text = `[[registry]]\nprefix = "docker.io"\nlocation = "192.0.2.1:5000"\ninsecure = true\n`;
    expect(where("docker.io/omnileads/nginx", text)).toEqual(["insecure 192.0.2.1:5000 omnileads/nginx"]);
  });

  it("keeps a folder in the location", () => {
    const text = `[[registry]]\nprefix = "docker.io/omnileads"\nlocation = "mirror.example/hub/oml"\n`;
    expect(where("docker.io/omnileads/nginx", text)).toEqual(["mirror.example hub/oml/nginx"]);
  });

  it("lets the longest prefix win, whatever the order", () => {
    const text = [
      `[[registry]]\nprefix = "docker.io"\nlocation = "short.example"`,
      `[[registry]]\nprefix = "docker.io/omnileads"\nlocation = "long.example"`,
    ].join("\n");
    expect(where("docker.io/omnileads/nginx", text)).toEqual(["long.example nginx"]);
    expect(where("docker.io/prom/node-exporter", text)).toEqual(["short.example prom/node-exporter"]);
  });

  it("matches whole parts of a name only", () => {
    const text = `[[registry]]\nprefix = "docker.io/oml"\nlocation = "other.example"\n`;
    expect(where("docker.io/omlapp/x", text)).toEqual(["registry-1.docker.io omlapp/x"]);
  });

  it("tries the mirrors that serve tags first, then the registry itself", () => {
    const text = [
      `[[registry]]\nlocation = "docker.io"`,
      `[[registry.mirror]]\nlocation = "first.example/hub"`,
      `[[registry.mirror]]\nlocation = "digests.example"\npull-from-mirror = "digest-only"`,
      `[[registry.mirror]]\nlocation = "second.example"\ninsecure = true`,
    ].join("\n");
    expect(where("docker.io/omnileads/nginx", text)).toEqual([
      "first.example hub/omnileads/nginx",
      "insecure second.example omnileads/nginx",
      "registry-1.docker.io omnileads/nginx",
    ]);
  });

  it("knows sub-domain prefixes and blocked registries", () => {
    const text = `[[registry]]\nprefix = "*.example"\nblocked = true\n`;
    expect(where("images.example/a", text)).toEqual([]);
    expect(where("images.test/a", text)).toEqual(["images.test a"]);
  });

  it("refuses what is not a registries.conf", () => {
    expect(() => parseRegistriesConf("[[registry]\n")).toThrow();
    expect(() => parseRegistriesConf(`[[registry]]\ninsecure = "yes"\n`)).toThrow();
  });
});
