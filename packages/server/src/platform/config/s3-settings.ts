import { StartError } from "./start-error.ts";

export interface S3Settings {
  /** address of the service, e.g. https://oss-cn-hangzhou.aliyuncs.com */
  endpoint: string;
  bucket: string;
  region: string;
  accessKey: string;
  secretKey: string;
  /** `path`: endpoint/bucket/name; `host`: bucket.endpoint/name, which some services demand */
  addressing: "path" | "host";
}

const NAMES = ["S3_ENDPOINT", "S3_BUCKET", "S3_REGION", "S3_ACCESS_KEY", "S3_SECRET_KEY"] as const;

/**
 * The bucket that uploads are kept in; null where none is set.
 * @throws StartError if only some of the settings are there
 */
export function s3Settings(
  value: Partial<Record<(typeof NAMES)[number], string | undefined>> & { S3_ADDRESSING: "path" | "host" },
): S3Settings | null {
  const missing = NAMES.filter((name) => value[name] === undefined);
  if (missing.length === NAMES.length) return null;
  if (missing.length > 0)
    throw new StartError(
      "config",
      `The file store needs ${NAMES.join(", ")} together; missing: ${missing.join(", ")}.`,
    );
  return {
    endpoint: value.S3_ENDPOINT!,
    bucket: value.S3_BUCKET!,
    region: value.S3_REGION!,
    accessKey: value.S3_ACCESS_KEY!,
    secretKey: value.S3_SECRET_KEY!,
    addressing: value.S3_ADDRESSING,
  };
}
