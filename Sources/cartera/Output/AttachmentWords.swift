/// What is said of attachments, in both languages.
enum AttachmentWords {
    static let words: [String: Word] = [
        "attachment": "adjunto", "attachments": "adjuntos", "attachments_waiting": "adjuntos por enviar",
        "attachment_bytes_waiting": Word("bytes de adjuntos por enviar", en: "bytes of attachments waiting"),
        "copy": "copia", "sent": "enviados", "fetched": "traídos", "waiting": "por enviar", "failure": "falla",
        "sha256": Word("SHA-256", en: "SHA-256"), "media_type": Word("formato", en: "media type"),
        "=photo": "foto", "=document": "documento", "=identification": "identificación", "=contract": "contrato",
        "=proof_of_payment": "comprobante de pago", "=waiting": "por enviar",
        "=server": "en el servidor", "=laptop": "este equipo", "=add_attachment": "adjunto",
        "=attachment": "adjunto", "=attachments": "adjuntos", "=too_many_attachments": "demasiados adjuntos",
    ]

    static let sentences: [String: (en: String, es: String)] = [
        "contents_failed": (
            "%1 attachments could not be sent or fetched; the records are not affected. The next sync goes on from there.",
            "%1 adjuntos no se pudieron enviar o traer; los registros no se afectan. La próxima sincronización continúa."
        ),
        "contents_failed.one": (
            "1 attachment could not be sent or fetched; the records are not affected. The next sync goes on from there.",
            "1 adjunto no se pudo enviar o traer; los registros no se afectan. La próxima sincronización continúa."
        ),
        "live_contents": (
            "attachments: sent %1, waiting %2, failed %3", "adjuntos: enviados %1, por enviar %2, con falla %3"
        ),
        "attachments_sound": ("%1 held, %2 waiting to be sent", "%1 guardados, %2 por enviar"),
        "attachments_damaged": ("%1 copies are damaged", "%1 copias están dañadas"),
        "attachments_damaged.one": ("1 copy is damaged", "1 copia está dañada"),
        "attach_again": (
            "Attach the file again; if it is another's, delete the home's copy and fetch it.",
            "Adjunte el archivo de nuevo; si es de otra persona, borre la copia del directorio y tráigala."
        ),
    ]

    static let failures: [String: FailureTable.Words] = [
        "attachment_empty": FailureTable.Words(
            "El archivo está vacío.", en: "Name the file that was meant.", es: "Nombre el archivo correcto."),
        "attachment_too_large": FailureTable.Words(
            "El archivo es más grande que lo que puede ser un adjunto (20 MiB).",
            en: "Make it smaller, or attach its parts.", es: "Redúzcalo, o adjunte sus partes."),
        "too_many_attachments": FailureTable.Words(
            "La cuenta tiene tantos adjuntos, o tantos bytes de ellos, como se conservan.",
            en: "Ask a supervisor what may go elsewhere.", es: "Pregunte a supervisión qué puede ir a otra parte."),
        "bad_file_name": FailureTable.Words(
            "El nombre del archivo no debe nombrar una carpeta.", en: "Rename the file.", es: "Cambie el nombre."),
        "attachments_waiting_full": FailureTable.Words(
            "Demasiados bytes de adjuntos esperan envío; este equipo no toma más.",
            es: "Conéctese y ejecute `cartera sync`."),
        "unknown_attachment": FailureTable.Words(
            "La cuenta no tiene el adjunto “%1”.", en: "`cartera account attachments ACCOUNT` lists them.",
            es: "`cartera account attachments CUENTA` los muestra."),
        "ambiguous_attachment": FailureTable.Words(
            "“%1” designa más de un adjunto.", es: "Nómbrelo por su id o su SHA-256."),
        "exists": FailureTable.Words("El archivo “%1” ya existe.", es: "Nombre otro con --out."),
        "content_missing": FailureTable.Words(
            "El servidor aún no tiene el archivo.",
            es: "Llega cuando sincronice el equipo que lo agregó."),
        "content_damaged": FailureTable.Words(
            "La copia de un adjunto está dañada.", es: "Adjunte el archivo de nuevo."),
        "content_mismatch": FailureTable.Words(
            "El archivo no es el que nombra el registro; no se guardó nada.",
            es: "Intente de nuevo; si sigue igual, avise a la administración."),
        "content_held": FailureTable.Words("El servidor ya tiene este archivo."),
        "content_changed": FailureTable.Words(
            "El archivo cambió mientras se traía.", en: "Try again.", es: "Intente de nuevo."),
        "content_too_long": FailureTable.Words("Llegaron más bytes que los del archivo; no se guardó nada."),
        "chunk_too_large": FailureTable.Words("Una parte es más grande que lo que se admite."),
        "bad_offset": FailureTable.Words("El archivo no tiene tantos bytes."),
        "upload_offset": FailureTable.Words(
            "El servidor tiene otra cantidad de bytes de este archivo.", es: "Sincronice de nuevo."),
        "upload_incomplete": FailureTable.Words(
            "El envío terminó antes que el archivo.", es: "Continúa en la próxima sincronización."),
        "too_many": FailureTable.Words("Son demasiados en una llamada."),
        "malformed": FailureTable.Words("La solicitud no tiene la forma debida."),
    ]
}
