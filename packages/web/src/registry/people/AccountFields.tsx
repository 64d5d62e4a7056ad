import { useState } from "react";
import { useTranslation } from "react-i18next";

/** An account of one's own: name to sign in with, password, and a phone if one likes. */
export function useAccount() {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [phone, setPhone] = useState("");
  const body = { username: username.trim(), password, phone: phone.trim() };
  return { username, setUsername, password, setPassword, phone, setPhone, body };
}

export function AccountFields({ of }: { of: ReturnType<typeof useAccount> }) {
  const { t } = useTranslation("people");
  return (
    <>
      <label>
        <span>{t("username")}</span>
        <input
          required
          pattern="[A-Za-z][A-Za-z0-9._\-]{2,29}"
          title={t("username-rule")}
          autoComplete="username"
          value={of.username}
          onChange={(event) => of.setUsername(event.target.value)}
        />
      </label>
      <label>
        <span>{t("password")}</span>
        <input
          required
          type="password"
          minLength={10}
          maxLength={128}
          autoComplete="new-password"
          value={of.password}
          onChange={(event) => of.setPassword(event.target.value)}
        />
      </label>
      <label>
        <span>{t("phone-optional")}</span>
        <input
          inputMode="tel"
          autoComplete="tel"
          value={of.phone}
          onChange={(event) => of.setPhone(event.target.value)}
        />
      </label>
    </>
  );
}
