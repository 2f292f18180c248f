; The installer for Windows: for the person who runs it, without the rights of an administrator.
; makensis -DVERSION=0.1.0 -DFOLDER=dist\igdesk -DICON=build\icons\igdesk.ico -DOUTPUT=dist\igdesk-setup.exe resources\installer\windows.nsi
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
Name "igdesk"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\igdesk"
InstallDirRegKey HKCU "Software\igdesk" "Folder"

!include "MUI2.nsh"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\igdesk.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\igdesk"

; A program that runs cannot be written over: its own file tells.
!macro WAIT_FOR_END un
Function ${un}WaitForEnd
  again:
  IfFileExists "$INSTDIR\igdesk.exe" 0 ended
  ClearErrors
  FileOpen $0 "$INSTDIR\igdesk.exe" a
  IfErrors 0 closed
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "igdesk is running. Quit it, in its window or in the tray, then try again." /SD IDCANCEL IDRETRY again
  SetErrorLevel 2
  Quit
  closed:
  FileClose $0
  ended:
FunctionEnd
!macroend
!insertmacro WAIT_FOR_END ""
!insertmacro WAIT_FOR_END "un."

Section
  Call WaitForEnd
  ; What an older version brought would stay beside the new one, and might be loaded in its place.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\igdesk.lnk" "$INSTDIR\igdesk.exe"
  WriteRegStr HKCU "Software\igdesk" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "DisplayName" "igdesk"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\igdesk.exe"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
SectionEnd

; Archive, settings and keychain entries stay: igdesk itself erases them, in Settings > Privacy and data.
Section "Uninstall"
  Call un.WaitForEnd
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\igdesk.exe"
  Delete "$INSTDIR\igdesk-terminal.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\igdesk.lnk"
  DeleteRegKey HKCU "${LISTED}"
  DeleteRegKey HKCU "Software\igdesk"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "igdesk"
SectionEnd
