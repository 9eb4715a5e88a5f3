/** The form of an image lock as data. */
import { z } from "zod";
import { block, inWords, matching, tag } from "../inventory/fields/fields.ts";
import type { Text } from "../inventory/rules/rule.ts";

const FORMAT: Text = { en: "1, the only form there is", es: "1, la única forma que existe" };

const imageSchema = block(
  {
    image: matching(/^[a-z0-9][a-z0-9.-]*(:\d{1,5})?(\/[a-z0-9][a-z0-9._-]*)+$/, {
      en: "an image such as docker.io/omnileads/nginx",
      es: "una imagen como docker.io/omnileads/nginx",
    }),
    tag: tag(),
    digest: matching(/^sha256:[0-9a-f]{64}$/, {
      en: "a digest: sha256: and 64 hexadecimal digits",
      es: "un digest: sha256: y 64 dígitos hexadecimales",
    }),
    named: matching(/^[0-9a-f]{8}$/, {
      en: "a tag of 8 hexadecimal digits such as face6cfa",
      es: "una etiqueta de 8 dígitos hexadecimales como face6cfa",
    }).exactOptional(),
  },
  { en: "an image with its tag and digest", es: "una imagen con su etiqueta y su digest" },
);

const IMAGES: Text = { en: "a list of images", es: "una lista de imágenes" };
const COMPONENTS: Text = { en: "images by component", es: "imágenes por componente" };

/** The schema of `images.lock.json`. */
export const lockSchema = block(
  {
    /** The form of the file. */
    format: z.literal(1, { error: FORMAT.en }).meta(inWords(FORMAT)),
    /** By component: its own image first, then those its steps use. */
    components: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_]*$/),
        z.array(imageSchema, { error: IMAGES.en }).min(1, IMAGES.en).meta(inWords(IMAGES)),
        { error: COMPONENTS.en },
      )
      .meta(inWords(COMPONENTS)),
  },
  { en: "an image lock with format and components", es: "un lock con format y components" },
);
