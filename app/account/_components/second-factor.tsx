"use client";

import { ShieldCheck, ShieldOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { BackupCodes } from "./backup-codes";
import { ConfirmCode } from "./confirm-code";
import { PasswordStep } from "./password-step";

/** What is under way: nothing, the password for one of three things, the code that proves the app, the backup codes. */
type Step =
  | { is: "password"; of: "enable" | "disable" | "codes" }
  | { is: "code"; uri: string; codes: string[] }
  | { is: "codes"; codes: string[] };

const PATHS = {
  enable: "/two-factor/enable",
  disable: "/two-factor/disable",
  codes: "/two-factor/generate-backup-codes",
};

/** One-time codes of an authenticator app: turned on with a QR code and a first code, off with the password. */
export function SecondFactor({ on }: { on: boolean }) {
  const t = useTranslations("account");
  const router = useRouter();
  const toast = useToast();
  const [step, setStep] = useState<Step | null>(null);

  function passwordGiven(of: keyof typeof PATHS, body: Record<string, unknown>) {
    const codes = Array.isArray(body.backupCodes) ? body.backupCodes.map(String) : [];
    if (of === "enable") return setStep({ is: "code", uri: String(body.totpURI), codes });
    if (of === "codes") return setStep({ is: "codes", codes });
    toast(t("factorOff"));
    setStep(null);
    router.refresh();
  }

  return (
    <div className="flex flex-wrap items-center gap-2">
      <Badge icon={on ? ShieldCheck : ShieldOff} tone={on ? "good" : "neutral"}>
        {t(on ? "factorIsOn" : "factorIsOff")}
      </Badge>
      {on ? (
        <>
          <Button onClick={() => setStep({ is: "password", of: "codes" })}>{t("newCodes")}</Button>
          <Button onClick={() => setStep({ is: "password", of: "disable" })}>{t("turnOff")}</Button>
        </>
      ) : (
        <Button onClick={() => setStep({ is: "password", of: "enable" })}>{t("turnOn")}</Button>
      )}
      <Dialog
        title={t(step?.is === "codes" ? "backupCodes" : "secondFactor")}
        open={step !== null}
        onOpenChange={(open) => !open && setStep(null)}
      >
        {step?.is === "password" && (
          <PasswordStep path={PATHS[step.of]} onDone={(body) => passwordGiven(step.of, body)} />
        )}
        {step?.is === "code" && (
          <ConfirmCode
            uri={step.uri}
            onDone={() => {
              setStep({ is: "codes", codes: step.codes });
              router.refresh();
            }}
          />
        )}
        {step?.is === "codes" && <BackupCodes codes={step.codes} onDone={() => setStep(null)} />}
      </Dialog>
    </div>
  );
}
