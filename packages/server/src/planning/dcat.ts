import type { Release } from "./schemas.ts";

const FORMATS: Record<string, string> = {
  csv: "text/csv",
  json: "application/json",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pdf: "application/pdf",
};

/** DCAT 3 description of a published release as JSON-LD (W3C DCAT, 2024): one dataset, one distribution a file. */
export function dcatOf(release: Release, origin: string): Record<string, unknown> {
  const page = `${origin}/public/releases/${release.id}`;
  const files = `${origin}/api/public/releases/${release.id}/files`;
  return {
    "@context": {
      dcat: "http://www.w3.org/ns/dcat#",
      dct: "http://purl.org/dc/terms/",
      foaf: "http://xmlns.com/foaf/0.1/",
      spdx: "http://spdx.org/rdf/terms#",
      xsd: "http://www.w3.org/2001/XMLSchema#",
      prov: "http://www.w3.org/ns/prov#",
    },
    "@id": page,
    "@type": "dcat:Dataset",
    "dct:identifier": release.id,
    "dct:title": { "@value": release.title, "@language": "zh-CN" },
    "dct:description": {
      "@value": `${release.sample ? "示例数据。" : ""}${release.regionName}${release.year}年按职业、专业、层次、城市的人才需求、供给、平衡与五年预测。${release.note}`,
      "@language": "zh-CN",
    },
    "dct:language": "zh-CN",
    "dct:issued": { "@value": release.publishedAt, "@type": "xsd:dateTime" },
    "dct:publisher": { "@type": "foaf:Organization", "foaf:name": release.publisher },
    "dct:spatial": {
      "@type": "dct:Location",
      "dct:identifier": release.region,
      "dct:title": release.regionName,
    },
    "dct:temporal": {
      "@type": "dct:PeriodOfTime",
      "dcat:startDate": { "@value": String(release.year), "@type": "xsd:gYear" },
      "dcat:endDate": { "@value": String(release.year + 5), "@type": "xsd:gYear" },
    },
    "dcat:version": release.version,
    "dcat:landingPage": { "@id": page },
    "dcat:keyword": ["职业教育", "人才需求", "专业布局"],
    "dcat:distribution": release.files.map((file) => ({
      "@type": "dcat:Distribution",
      "dct:title": file.name,
      "dcat:downloadURL": { "@id": `${files}/${file.name}` },
      "dcat:mediaType": FORMATS[file.name.split(".").at(-1) ?? ""] ?? file.mediaType,
      "dcat:byteSize": { "@value": String(file.bytes), "@type": "xsd:nonNegativeInteger" },
      "spdx:checksum": {
        "@type": "spdx:Checksum",
        "spdx:algorithm": "SHA256",
        "spdx:checksumValue": file.sha256,
      },
    })),
  };
}
