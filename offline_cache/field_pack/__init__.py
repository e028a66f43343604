# SPDX-License-Identifier: GPL-2.0-or-later
"""Field packs: a trimmed cache with its project, results and notes in one folder or zip, and whether it is whole.

trimming.trim_cache(source: Path, target: Path, selection: Selection, progress, cancelled) -> TrimReport
making.beside(target: Path)                  context manager: a folder to work in, moved to `target` at the end
manifest.write_manifest(folder: Path, PackFacts(title, area, months, types, made_with), descriptions) -> Manifest
manifest.read_manifest(folder: Path) -> Manifest
checking.check_pack(pack: Path, progress, cancelled) -> PackCheck      (a folder or a zip)
zipping.zip_pack(folder: Path, out: Path, progress, cancelled) -> None
zipping.unzip_pack(pack: Path, folder: Path, progress, cancelled) -> Manifest
trust.trust_line(manifest: Manifest, today: datetime.date) -> str
"""
