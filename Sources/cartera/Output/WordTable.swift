/// A key or a coded value as people read it. English is the code itself, with spaces for its underscores, unless it is
/// said otherwise.
struct Word: ExpressibleByStringLiteral {
    let es: String
    let en: String?

    init(_ es: String, en: String) {
        self.es = es
        self.en = en
    }

    init(stringLiteral es: String) {
        self.es = es
        en = nil
    }
}

/// Names of keys, and of values: `=value` under any key, `key=value` where that key's has another form.
enum WordTable {
    static let words: [String: Word] = keys.merging(values) { $1 }.merging(kinds) { $1 }
        .merging(RuleWords.words) { $1 }.merging(LawWords.words) { $1 }
        .merging(ScoreWords.words) { earlier, _ in earlier }
        .merging(AttachmentWords.words) { $1 }

    private static let keys: [String: Word] = [
        "accepted": "aceptadas", "account": "cuenta", "accounts": "cuentas",
        "accuracy_m": Word("precisión (m)", en: "accuracy (m)"), "added_at": "agregado", "address": "domicilio",
        "advice": "qué hacer",
        "agreed_place": "lugar convenido", "allowed_from": "permitido desde", "already_applied": "ya aplicada",
        "amount": "importe", "amount_minor": Word("importe (unidades mínimas)", en: "amount (minor units)"),
        "answer": "respuesta", "answered_at": "respondida", "applied": "aplicadas", "as_of": "al",
        "assigned": "asignadas", "assignee": "asignada a", "at": "momento", "attributes": "atributos", "auc": "AUC",
        "auc_points": Word("AUC de los puntos", en: "AUC of the points"), "author": "autor",
        "backup_made_at": "respaldo hecho", "bad": "malos",
        "balance": "saldo", "balance_as_of": "saldo al", "base": "base", "began_at": "inicio",
        "best_milli_points": Word("mejor (milipuntos)", en: "best (millipoints)"), "bin": "intervalo",
        "birth_date": "nacimiento", "branch": "sucursal", "branch_id": "id de la sucursal", "branches": "sucursales",
        "brier": "Brier", "bucket": "tramo", "bureau_score": "puntaje de buró", "by": "por",
        "bytes": "bytes", "bytes_received": "bytes recibidos", "bytes_sent": "bytes enviados",
        "certificate_expires_at": "fin del certificado", "channel": "canal", "characteristic": "característica",
        "characteristics": "características", "check": "revisión", "citation": "fuente", "city": "ciudad",
        "claimed_at": "declarado", "clear_evidence": "evidencia del fin", "cleared_at": "terminada",
        "cleared_by": "terminada por", "clock_offset_ms": Word("desfase del reloj (ms)", en: "clock offset (ms)"),
        "clock_suspect": "reloj dudoso", "closed": "cerrada", "closed_at": "cierre", "code": "código",
        "coefficient": "coeficiente", "collected_since": "cobrado desde entonces", "column": "columna",
        "commit": "confirmación", "commitment": "compromiso", "complaint": "queja", "complaints": "quejas",
        "confidence": "certeza",
        "conflict": "conflicto", "conflicted": "en conflicto", "conflicts": "conflictos", "consent": "consentimiento",
        "consents": "consentimientos", "constant": "constante",
        "constant_milli_points": Word("constante (milipuntos)", en: "constant (millipoints)"), "contact": "contacto",
        "contact_point": "punto de contacto", "contact_points": "puntos de contacto", "contacts": "contactos",
        "content": "contenido",
        "country": "país", "created": "creadas", "created_at": "creada", "creditor": "acreedor",
        "creditor_type": "tipo de acreedor", "currency": "moneda",
        "cursor": "cursor", "cursor_lag": "atraso",
        "days_past_due": "días de mora", "debtor": "deudor", "depends_on": "depende de", "device": "equipo",
        "device_code": "código del equipo", "device_state": "estado del equipo", "devices": "equipos",
        "digest": "huella", "digest_verified_at": "huella verificada", "direction": "sentido",
        "disabled": "desactivada", "distance_m": Word("distancia (m)", en: "distance (m)"), "document": "documento",
        "dry_run": "ensayo", "due": "vence", "due_date": "vence",
        "duration_ms": Word("duración (ms)", en: "duration (ms)"), "edits": "cambios", "effective_at": "efectivo",
        "effective_on": "fecha efectiva", "employer": "empleador", "empty": Word("(vacío)", en: "(empty)"),
        "enabled": "activa", "ended_at": "fin", "enrolled_at": "inscrito", "epoch": "época",
        "erasures_pending": "borrados por confirmar", "error": "error", "events": "movimientos",
        "evicted": "quitadas", "evidence": "evidencia", "expires_at": "vence", "facts": "hechos", "fence": "cerca",
        "failed": "fallidas", "fees": "gastos", "field": "campo", "file": "archivo", "files": "archivos",
        "findings": "hallazgos",
        "flag": "marca", "flags": "marcas", "fold": "partición", "format": "formato", "found": "hallado", "from": "de",
        "from_lender": "del acreedor", "generation": "generación", "gini": "Gini", "given_at": "otorgado",
        "good": "buenos", "grace_days": "días de gracia", "head": Word("última confirmación", en: "last commit"),
        "held": "retenidas", "hosmer_lemeshow": Word("Hosmer-Lemeshow", en: "Hosmer-Lemeshow"),
        "hosmer_lemeshow_p": Word("p de Hosmer-Lemeshow", en: "Hosmer-Lemeshow p"), "id": "id",
        "incarnation": "encarnación", "income": "ingreso", "instalments": "plazos", "intent": "intención",
        "intercept": "intercepto", "interest": "intereses", "invitation": "invitación", "items": "elementos",
        "iv": "IV", "iv_raw": Word("IV sin suavizar", en: "raw IV"), "jurisdictions": "jurisdicciones",
        "kind": "clase", "ks": "KS", "label": "etiqueta", "landmark": "referencia del lugar", "language": "idioma",
        "last_contact_at": "último contacto", "last_sync_at": "última sincronización", "latitude": "latitud",
        "leaf_hash": "huella de la hoja", "leaf_index": "hoja", "lease_expires_at": "fin del arriendo",
        "lender_balance": "saldo del acreedor", "line": "línea", "local_time": "hora local", "location": "ubicación",
        "log": "bitácora",
        "longitude": "longitud", "made_at": "hecha", "measured_on": "medido en", "merged": "combinadas",
        "merged_fields": "campos combinados", "message": "mensaje", "method": "medio",
        "milli_points": Word("milipuntos", en: "millipoints"), "mine": "mío", "mismatch": "difiere",
        "missing": "faltan", "name": "nombre",
        "net_worth": "patrimonio", "no": "no", "none": Word("(ninguno)", en: "(none)"), "note": "nota",
        "number": "número", "oldest_pending_at": "pendiente más antigua", "oldest_unsent_at": "más antigua sin enviar",
        "open_conflicts": "conflictos abiertos", "opened_at": "apertura", "opened_on": "abierta el",
        "operation": "operación", "operations": "operaciones", "organisation": "organización", "outcome": "resultado",
        "owed": "adeudado", "pack": "paquete",

        "paid": "pagado", "past_due": "vencido", "payment": "pago", "payments": "pagos", "penalty": "moratorios",
        "pending": "pendientes", "person": "persona", "person_id": "id de la persona", "phone": "teléfono",
        "place": "lugar", "point": "punto de contacto", "points": "puntos", "position": Word("n.º", en: "no."),
        "postal_code": "código postal", "preferred_hour": "hora preferida", "previous_epoch": "época anterior",
        "principal": "capital",
        "probability_ppm": Word("probabilidad (ppm)", en: "probability (ppm)"), "product": "producto",
        "promise": "promesa", "promise_state": Word("situación", en: "standing"), "promises": "promesas",
        "pulled": "recibidos", "purpose": "propósito", "pushed": "enviadas", "reason": "motivo",
        "repaired_rows": "filas repuestas", "repairs": "reparaciones", "last_repair_at": "última reparación",
        "reasons": "motivos", "receipt": "acuse", "receipts": "acuses",
        "record": "registro", "record_kind": "clase de registro", "recorded_at": "registrada",
        "records": "registros", "reference": "referencia", "refused": "rechazadas",
        "region": "estado o provincia", "registers": "registros", "rejected": "rechazadas",
        "related_person": "persona relacionada", "related_persons": "personas relacionadas",
        "removed_at": "retirado", "reopened": "reabierta", "requested_at": "solicitada", "resolution": "resolución",
        "resolved_at": "resuelto", "resolved_by": "resuelto por", "restriction": "restricción",
        "restrictions": "restricciones", "restores": "restauraciones", "result": "resultado",
        "reversal_reason": "motivo de la reversión",
        "reversed_at": "revertido", "reversed_by": "revertido por", "reviewed_by": "revisada por",
        "revision": "revisión", "revisions": "revisiones", "revoked_at": "revocado", "role": "rol",
        "round_trips": "idas y vueltas", "row": "fila", "rows": "filas", "rule": "regla",
        "rule_packs": "paquetes de reglas", "scope": "alcance", "score": "puntaje",
        "scorecard": "tarjeta de puntaje", "seen": "visto", "sequence": "secuencia",
        "server_time": "hora del servidor", "shortfall": "faltante", "since": "desde", "source": "origen",
        "started_at": "inicio", "state": "estado", "status": "situación",
        "summary": "resumen",
        "swapped_pairs": "pares invertidos", "sync": "sincronización", "text": "texto", "theirs": "ajeno",
        "threshold_percent": Word("umbral (%)", en: "threshold (%)"), "time_zone": "zona horaria",
        "title": "título", "to": "a", "unchanged": "sin cambio", "updated": "actualizadas", "value": "valor",
        "values": "valores", "version": "versión", "visit": "visita",
        "visits": "visitas", "voucher": "comprobante", "weekdays": "días de la semana",
        "withdrawn": "retiradas", "withdrawn_at": "retirada", "withdrawn_by": "retirada por", "woe": "WOE",
        "written": "por escrito", "yes": "sí",
    ]

    private static let values: [String: Word] = [
        // How a record, an operation, a device stands.
        "=active": "activo", "=already_applied": "ya aplicada", "=applied": "aplicada", "=broken": "incumplida",
        "=closed": "cerrada", "=conflicted": "en conflicto", "=expired": "vencida", "=held": "retenida",
        "=kept": "cumplida", "=kept_late": "cumplida tarde", "=match": "coincide", "=merged": "combinada",
        "=mismatch": "difiere", "=none": Word("(ninguno)", en: "(none)"), "=ok": "bien", "=open": "abierta",
        "=partial": "parcial", "=pending": "pendiente", "=problem": "problema", "=quarantined": "en cuarentena",
        "=refused": "rechazada", "=repaired": "reparada", "=replaced": "sustituida", "=resolved": "resuelto",
        "=revoked": "revocado", "=synced": "sincronizado", "=unknown": "desconocido", "=used": "usada",
        "=warning": "aviso", "=withdrawn": "retirada", "digest=unknown": Word("sin comparar", en: "not compared"),
        "scope=collector": Word("cuentas asignadas", en: "assigned accounts"),
        "scope=branch": Word("toda la sucursal", en: "the whole branch"), "scope=hours": "horario",
        "status=open": "abierto",
        // People.
        "=administrator": "administrador", "=attorney": "abogado", "=auditor": "auditor", "=branch": "sucursal",
        "=co_obligor": Word("obligado solidario", en: "co-obligor"), "=collector": "cobrador",
        "=compliance": "cumplimiento", "=debtor": "deudor", "=elderly_third_party": "tercero mayor de edad avanzada",
        "=employer": "empleador", "=estate_representative": "albacea", "=guarantor": "aval", "=minor": "menor",
        "=nobody": "nadie", "=reference": "referencia", "=spouse": "cónyuge", "=supervisor": "supervisor",
        "=system": "sistema", "=third_party": "tercero",
        // Visits and contacts.
        "=agreed": "convenido", "=app_message": "mensajería", "=appointment": "cita", "=call": "llamada",
        "=callback": "volver después", "=closing_notice": "aviso de cierre", "=collection": "cobranza",
        "=conversation": "conversación", "=deceased": "falleció", "=delivered": "entregado",
        "=dispute": "inconformidad", "=email": Word("correo", en: "e-mail"), "=hardship": "apuro económico",
        "=home": "casa", "=inbound": "entrante", "=letter": "carta", "=location": "localización",
        "=message_left": "dejó recado", "=moved": "se mudó", "=no_access": "sin acceso",
        "=no_answer": "no contestó", "=not_connected": "sin conexión", "=not_home": "no estaba",
        "=notice_left": "se dejó aviso", "=other": "otro", "=outbound": "saliente", "=paid": "pagó",
        "=partial_payment": "pago parcial", "=promised": "prometió", "=refused_to_pay": "se negó a pagar",
        "=remedy_notice": "aviso de subsanación", "=sms": Word("SMS", en: "SMS"),
        "=unknown_at_address": "desconocido en el domicilio", "=verification": "verificación", "=visit": "visita",
        "=workplace": "trabajo", "=workplace_visit": "visita al trabajo",
        // Money and accounts.
        "=agricultural": "agropecuario", "=auto": "automotriz", "=card": "tarjeta", "=cash": "efectivo",
        "=cheque": "cheque", "=commercial": "comercial", "=consumer": "consumo", "=current": "al corriente",
        "=out_of_time": Word("fuera de tiempo", en: "out of time"), "=training": "entrenamiento",
        "=first_party": Word("acreedor original", en: "first party"), "=microcredit": "microcrédito",
        "=mortgage": "hipotecario", "=past_due": "vencido", "=promise_due_today": "promesa vence hoy",
        "=telecom": "telefonía", "=third_party_agency": Word("despacho de cobranza", en: "third-party agency"),
        "=transfer": "transferencia", "=utility": "servicios",
        // Flags.
        "=cease_contact": "no contactar", "=employer_prohibits": "el empleador lo prohíbe",
        "=represented": "con representante", "=time_barred": Word("prescrita", en: "time-barred"),
        "=vulnerable": "vulnerable",
        // Checks of `doctor`.
        "=certificate": "certificado", "=clock": "reloj", "=digest": "huella", "=disk": "disco", "=key": "llave",
        "=lease": "arriendo", "=network": "red", "=outbox": Word("bandeja de salida", en: "outbox"),
        "=records": "registros", "=replica": "réplica", "=version": "versión",
    ]

    private static let kinds: [String: Word] = [
        // Records and fields.
        "=account": "cuenta", "=accounts": "cuentas", "=address": "domicilio", "=balance": "saldo",
        "=city": "ciudad", "=complaint": "queja", "=conflict": "conflicto", "=consent": "consentimiento",
        "=contact": "contacto", "=contact_point": "punto de contacto", "=contacts": "contactos",
        "=country": "país", "=flag": "marca", "=label": "etiqueta", "=landmark": "referencia del lugar",
        "=language": "idioma", "=name": "nombre", "=note": "nota", "=operations": "operaciones",
        "=outcome": "resultado", "=payment": "pago", "=payments": "pagos", "=person": "persona",
        "=phone": "teléfono", "=postal_code": "código postal", "=preferred_hour": "hora preferida",
        "=promise": "promesa", "=registers": "registros", "=related_person": "persona relacionada",
        "=restriction": "restricción", "=role": "rol", "=settlement": "convenio", "=state": "estado",
        "=summary": "resumen", "=terms": "condiciones", "=value": "valor",
        // Operations.
        "=add_contact_point": "alta de punto de contacto", "=add_related_person": "alta de persona relacionada",
        "=add_restriction": "restricción", "=amend_visit": "corrección de visita",
        "=answer_complaint": "respuesta a queja", "=assign_account": "asignación de cuenta",
        "=clear_flag": "fin de marca", "=close_complaint": "cierre de queja",
        "=decide_operation": "decisión sobre operación", "=import_account": "importación de cuenta",
        "=import_payment": "importación de pago", "=judge_promises": "juicio de promesas",
        "=log_contact": "contacto", "=make_promise": "promesa", "=open_complaint": "queja",
        "=record_consent": "consentimiento", "=record_payment": "pago", "=record_visit": "visita",
        "=remove_contact_point": "baja de punto de contacto", "=replace_operation": "sustitución de operación",
        "=resolve_conflict": "resolución de conflicto", "=reverse_payment": "reversión de pago",
        "=revise_promise": "revisión de promesa", "=revoke_consent": "revocación de consentimiento",
        "=set_account_fields": "registros de la cuenta", "=set_flag": "marca",
        "=update_contact_point": "cambio de punto de contacto",
        "=update_related_person": "cambio de persona relacionada", "=withdraw_operation": "retiro de operación",
        "=withdraw_promise": "retiro de promesa", "=withdraw_restriction": "retiro de restricción",
        "=write_document": "documento", "=write_score": "puntaje",
        // Why something was refused or is held, and what was found.
        "=clock_suspect": "reloj dudoso", "=contact_in_future": "contacto en el futuro",
        "=depends_on": "espera a otra operación", "=depends_on_refused": "depende de una rechazada",
        "=not_permitted": "no permitido", "=outside_scope": "cuenta fuera del alcance",
        "=payment_above_owed": "pago mayor que el adeudo", "=payment_in_future": "pago en el futuro",
        "=rule_not_checked": "regla sin revisar", "=unknown_account": "cuenta desconocida",
        "=unknown_record": "registro desconocido", "=unsupported": "de un programa más nuevo",
        "=visit_ends_before_start": "la visita termina antes de empezar",
        "=visit_in_future": "visita en el futuro",
    ]
}
